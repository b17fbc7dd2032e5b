using Mm.Files;

namespace Mm.Tests.Engine;

/// <summary>Whatever arguments come, the engine answers with an errno or a signal; it neither throws nor breaks.</summary>
public sealed class FuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void AnyArgumentsAreAnswered(int seed)
    {
        Random random = new(seed);
        using EngineFixture f = new(new MmSystemOptions { RamPages = 4096, CpuCount = 2, MaxMapCount = 200 },
            new MmOptions { Rlimits = new Rlimits { AddressSpace = 256 << 20 } });
        MmFile file = new(new AddressSpace(f.System, 50_000, "/tmp/file"));
        for (int i = 0; i < 5_000; i++)
        {
            long result = Call(f, file, random);
            Assert.True(result >= -Errno.EOPNOTSUPP, $"call {i}: {result}");
        }
        f.Mm.VerifyInvariants();
        file.Mapping.Truncate(0);
    }

    private static long Call(EngineFixture f, MmFile file, Random random)
    {
        MmStruct mm = f.Mm;
        ulong a = Address(random);
        ulong b = Length(random);
        switch (random.Next(20))
        {
            case 0:
            case 1:
            case 2:
            case 3:
                return mm.Mmap(a, b, (Prot)Bits(random, 8), (MapFlags)(Bits(random,
                    0x20_0000) | (random.Next(2) == 0 ? 0x22u : 0)), random.Next(3) == 0 ? file : null, Length(random));
            case 4:
            case 5:
                return mm.Munmap(a, b);
            case 6:
            case 7:
                return mm.Mprotect(a, b, (Prot)Bits(random, 16));
            case 8:
            case 9:
                return mm.Mremap(a, b, Length(random), (MremapFlags)random.Next(9), Address(random));
            case 10:
                return mm.Madvise(a, b, (Advice)random.Next(-2, 110));
            case 11:
                return mm.Brk(random.Next(2) == 0 ? a : mm.Options.StartBrk + Length(random));
            case 12:
                return mm.Mlock2(a, b, (MlockFlags)random.Next(3));
            case 13:
                return random.Next(3) == 0 ? mm.Munlockall() : random.Next(3) == 0 ? mm.Mlockall((MlockallFlags)random.Next(9)) : mm.Munlock(a, b);
            case 14:
                return mm.Msync(a, b, (MsyncFlags)random.Next(9));
            case 15:
                return mm.Mincore(a, b, new byte[64]);
            case 16:
                return random.Next(40) == 0 ? mm.Mseal(a, b, (ulong)random.Next(2)) : mm.SetAnonName(a, b, random.Next(2) == 0 ? null : "name");
            case 17:
                return mm.ReadRemote(a, new byte[100]);
            case 18:
                file.Mapping.Truncate((ulong)random.Next(60_000));
                return mm.WriteRemote(a, [1, 2, 3]);
            default:
                mm.Write(a, new byte[random.Next(9000)]);
                mm.Touch(a, (AccessKind)random.Next(3));
                return 0;
        }
    }

    private static ulong Bits(Random random, ulong below) => (ulong)random.NextInt64((long)below);

    private static ulong Address(Random random) => random.Next(10) switch
    {
        0 => (ulong)random.NextInt64(),
        1 => unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue)),
        2 => ulong.MaxValue - (ulong)random.Next(10_000),
        3 => PageMath.TaskSize - ((ulong)random.Next(20) * 4096),
        4 => EngineFixture.At(random.Next(64)) + (ulong)random.Next(4096),
        _ => EngineFixture.At(random.Next(64)),
    };

    private static ulong Length(Random random) => random.Next(10) switch
    {
        0 => (ulong)random.NextInt64(),
        1 => unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue)),
        2 => 0,
        3 => ulong.MaxValue - (ulong)random.Next(10_000),
        4 => (ulong)random.Next(100_000),
        _ => (ulong)random.Next(12) * 4096,
    };
}
