// Contracts of one member that cannot all be met, beside those that can.
using System.Threading;
using Mm.Locks;

namespace Cases;

public abstract class Contradictions
{
    protected readonly RwSem _sem = new();
    protected readonly RwSem _other = new();
    protected readonly object _gate = new();
    protected readonly ReaderWriterLockSlim _rw = new();

    [RequiresRead("_sem")] [Excludes("_sem")] public abstract void RequiredAndExcluded(); // MML002
    [Excludes("_sem")] [ReleasesWrite("_sem")] public abstract void ExcludedAndReleased(); // MML002
    [Excludes("_sem")] [Downgrades("_sem")] public abstract void ExcludedAndDowngraded(); // MML002
    [Excludes("_sem")] [AssertsRead("_sem")] public abstract void ExcludedAndAsserted(); // MML002
    [Excludes("_sem")] [MayRelease("_sem")] public abstract void ExcludedAndLetGo(); // MML002
    [RequiresWrite("_sem")] [AcquiresWrite("_sem")] public abstract void RequiredAndAcquired(); // MML002
    [RequiresRead("_sem")] [AcquiresRead("_sem")] public abstract void ReadTwice(); // MML002
    [AcquiresRead("_sem")] [AcquiresWrite("_sem")] public abstract void TwoModes(); // MML002
    [ReleasesRead("_sem")] [ReleasesWrite("_sem")] public abstract void ReleasedTwice(); // MML002
    [Releases("_sem")] [Downgrades("_sem")] public abstract void ReleasedAndDowngraded(); // MML002
    [RequiresWrite("_sem")] [RequiresWrite("_sem")] public abstract void SaidTwice(); // MML002
    [RequiresWrite("_sem", "_sem")] public abstract void SaidTwiceInOne(); // MML002
    [RequiresReadAny("_sem", "_other", "_sem")] public abstract void AlternativeTwice(); // MML002
    [Excludes("this._sem", "_sem")] public abstract void SamePathWrittenTwoWays(); // MML002

    [RequiresRead("_sem")] [Excludes("_other")] public abstract void TwoLocks();
    [RequiresWrite("_sem")] [Downgrades("_sem")] public abstract void RequiredAndDowngraded();
    [RequiresWrite("_sem")] [MayRelease("_sem")] public abstract void RequiredAndLetGo();
    [ReleasesRead("_sem")] [AcquiresWrite("_sem")] public abstract void ReleasedThenAcquired();
    [RequiresRead("_sem")] [ReleasesRead("_sem")] [AcquiresWrite("_sem")] public abstract void RequiredReleasedAcquired();
    [RequiresWrite("_gate")] [AcquiresWrite("_gate")] public abstract void ReentrantIsFine();
    [RequiresUpdate("_rw")] [AcquiresWrite("_rw")] public abstract void EnteredFromUpgradeable();
    [Excludes("_sem")] [AcquiresWrite("_sem")] public abstract void ExcludedAndAcquired();
    [AcquiresRead("_sem", When = 1)] [AcquiresWrite("_sem", When = 2)] public abstract int ModeByResult();
    [Releases("_sem", When = true)] [Downgrades("_sem", When = false)] public abstract bool EndByResult();
    [RequiresRead("_sem")] [RequiresWrite("_sem")] public abstract void RedundantIsNoContradiction();
    [RequiresRead("_sem")] [RequiresRead("_other")] public abstract void BothHeld();
    [RequiresReadAny("_sem", "_other")] [RequiresRead("_sem")] public abstract void AnyAndOne();

    public abstract void OnParameters([RequiresWrite("Sem")] Other a, [Excludes("Sem")] Other b);
    public abstract void OnOneParameter([RequiresWrite("Sem")] [Excludes("Sem")] Other a); // MML002

    [RequiresRead("_sem")] public int Both { get => 0; [RequiresWrite("_sem")] set { } }

    public void Inner()
    {
        [RequiresRead("_sem")] [Excludes("_sem")] // MML002
        void Local() { }
        System.Action lambda = [RequiresWrite("_lost")] () => { }; // MML001, MML402?
        Other other = new();
        Takes(other);
        void Takes([RequiresRead("Sen")] Other o) { } // MML001
        _ = lambda;
    }
}

public class Other { public readonly RwSem Sem = new(); }
