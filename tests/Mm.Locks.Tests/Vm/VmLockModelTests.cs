using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Mm.Locks.Tests.Vm;

/// <summary>Random scripts over two VMA locks of one mm agree with a simple model on every answer.</summary>
public class VmLockModelTests
{
    public enum Step
    {
        MmapWrite,
        MmapRelease,
        MmapDowngrade,
        StartWrite,
        Attach,
        Detach,
        TryRead,
        EndRead,
        Reset,
    }

    [Fact]
    public void ScriptsAgreeWithTheModel()
    {
        Gen<(int, Step)> step = from which in Gen.Choose(0, 1)
                                from what in Gen.Elements(Enum.GetValues<Step>())
                                select (which, what);
        Config config = Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(120);
        Prop.ForAll(Gen.ListOf(step).ToArbitrary(), script => Agrees(script)).Check(config);
    }

    private static void Agrees(IEnumerable<(int Which, Step What)> script)
    {
        var mmapLock = new RwSemaphore("mm");
        var locks = new[] { new VmLock(), new VmLock() };
        var models = new[] { new Model(), new Model() };
        bool? write = null;
        foreach ((int which, Step what) in script)
        {
            VmLock vma = locks[which];
            Model model = models[which];
            switch (what)
            {
                case Step.MmapWrite when write is null:
                    mmapLock.WriteLock();
                    write = true;
                    break;
                case Step.MmapRelease when write is not null:
                    if (write.Value)
                    {
                        mmapLock.WriteUnlock();
                        Array.ForEach(models, static m => m.WriteLocked = false);
                    }
                    else
                    {
                        mmapLock.ReadUnlock();
                    }

                    write = null;
                    break;
                case Step.MmapDowngrade when write == true:
                    mmapLock.Downgrade();
                    Array.ForEach(models, static m => m.WriteLocked = false);
                    write = false;
                    break;
                case Step.StartWrite when write == true && model.Readers == 0:
                    vma.StartWrite(mmapLock);
                    model.WriteLocked = true;
                    break;
                case Step.StartWrite when write != true:
                    Assert.Throws<SynchronizationLockException>(() => vma.StartWrite(mmapLock));
                    break;
                case Step.Attach when write == true:
                    Expect(model.WriteLocked && !model.Attached, () => vma.MarkAttached(mmapLock), () => model.Attached = true);
                    break;
                case Step.Detach when write == true:
                    Expect(model.WriteLocked && model.Attached, () => vma.MarkDetached(mmapLock), () => model.Attached = false);
                    break;
                case Step.TryRead:
                    VmReadResult expected = model.WriteLocked ? VmReadResult.Contended : model.Attached ? VmReadResult.Locked : VmReadResult.Detached;
                    Assert.Equal(expected, vma.TryStartRead(mmapLock));
                    model.Readers += expected == VmReadResult.Locked ? 1 : 0;
                    break;
                case Step.EndRead when model.Readers > 0:
                    vma.EndRead();
                    model.Readers--;
                    break;
                case Step.EndRead:
                    Assert.Throws<SynchronizationLockException>(vma.EndRead);
                    break;
                case Step.Reset:
                    Expect(!model.Attached, vma.Reset, () => model.WriteLocked = false);
                    break;
            }

            Assert.Equal(model.Attached, vma.IsAttached);
            Assert.Equal(!model.Attached, vma.IsDetached);
            Assert.Equal(model.Readers > 0, vma.HasReaders);
            Assert.Equal(model.WriteLocked, vma.IsWriteLocked(mmapLock));
        }
    }

    private static void Expect(bool allowed, Action action, Action then)
    {
        if (allowed)
        {
            action();
            then();
        }
        else
        {
            Assert.Throws<LockValidationException>(action);
        }
    }

    private sealed class Model
    {
        public bool Attached { get; set; }

        public bool WriteLocked { get; set; }

        public int Readers { get; set; }
    }
}
