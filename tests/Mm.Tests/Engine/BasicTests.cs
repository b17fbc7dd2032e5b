namespace Mm.Tests.Engine;

public sealed class BasicTests
{
    [Fact]
    public void WhatIsWrittenIsReadBack()
    {
        using EngineFixture f = new();
        Assert.Equal((long)EngineFixture.At(0), f.Map(0, 4));
        Assert.Equal(0, f.Load(1));
        Assert.Equal(FaultOutcome.Ok, f.Store(1, 42));
        Assert.Equal(42, f.Load(1));
        Assert.Equal(1, f.Mm.Counters.RssAnon);
        Assert.Equal(0, f.Unmap(1, 1));
        Assert.Equal("0-1 rw-p, 2-4 rw-p", f.Layout());
        Assert.Equal(FaultOutcome.MapErr, f.Mm.Touch(EngineFixture.At(1), AccessKind.Read));
        Assert.Equal(0, f.Mm.Counters.RssAnon);
    }

    [Fact]
    public void BytesAcrossPagesAreOneObject()
    {
        using EngineFixture f = new();
        f.Map(0, 3);
        byte[] data = new byte[5000];
        new Random(1).NextBytes(data);
        Assert.Equal(FaultOutcome.Ok, f.Mm.Write(EngineFixture.At(0) + 3000, data));
        byte[] back = new byte[5000];
        Assert.Equal(FaultOutcome.Ok, f.Mm.Read(EngineFixture.At(0) + 3000, back));
        Assert.Equal(data, back);
        Assert.Equal(2, f.Mm.Counters.RssAnon);
    }

    [Fact]
    public void AChildSeesTheParentsBytesAndNotItsLaterOnes()
    {
        using EngineFixture f = new();
        f.Map(0, 2);
        f.Store(0, 1);
        MmStruct? child = f.Mm.Fork(out long error);
        Assert.Equal(0, error);
        f.Store(0, 2);
        byte[] one = new byte[1];
        Assert.Equal(FaultOutcome.Ok, child!.Read(EngineFixture.At(0), one));
        Assert.Equal(1, one[0]);
        Assert.Equal(FaultOutcome.Ok, child.Write(EngineFixture.At(0), [3]));
        Assert.Equal(2, f.Load(0));
        child.VerifyInvariants();
        child.Dispose();
        Assert.Equal(2, f.Load(0));
    }

    [Fact]
    public void AnotherProcessReadsAndWritesWhatTheMappingPermits()
    {
        using EngineFixture f = new();
        f.Map(0, 2);
        f.Map(2, 1, Prot.Read);
        f.Store(1, 7);
        byte[] bytes = new byte[(2 * 4096) + 10];
        Assert.Equal(2 * 4096, f.Mm.ReadRemote(EngineFixture.At(1), bytes));
        Assert.Equal(7, bytes[0]);
        Assert.Equal(-Errno.EFAULT, f.Mm.WriteRemote(EngineFixture.At(2), [1]));
        Assert.Equal(1, f.Mm.WriteRemote(EngineFixture.At(0), [9]));
        Assert.Equal(9, f.Load(0));
        Assert.Equal(-Errno.EFAULT, f.Mm.ReadRemote(EngineFixture.At(5), bytes));
    }
}
