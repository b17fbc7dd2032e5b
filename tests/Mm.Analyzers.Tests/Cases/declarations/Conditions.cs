// Results that an effect is bound to, and results that the member cannot return.
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases;

public enum Outcome { Done, Failed }

public abstract class ConditionsCase
{
    protected readonly RwSem _sem = new();
    protected readonly RwSem _outer = new();

    [AcquiresWrite("_sem", When = true)] public abstract bool Try();
    [AcquiresWrite("_sem", When = 0)] public abstract int Killable();
    [AcquiresWrite("_sem", When = 0)] public abstract long KillableLong();
    [AcquiresWrite("_sem", When = 0)] public abstract nint KillableNative();
    [AcquiresWrite("_sem", When = Outcome.Done)] public abstract Outcome ByEnum();
    [AcquiresWrite("_sem", When = true)] public abstract bool? ByNullable();
    [AcquiresWrite("_sem", When = "yes")] public abstract string ByText();
    [AcquiresWrite("_sem", When = true)] public abstract Task<bool> TryAsync();
    [AcquiresWrite("_sem", WhenNotNull = true)] public abstract object? NotNull();
    [AcquiresWrite("_sem", WhenNotNull = true)] public abstract int? NotNullValue();
    [AcquiresWrite("_sem", When = true)] public abstract T Generic<T>();
    [AcquiresWrite("_sem", Until = "_outer")] public abstract void UntilOuter();
    [Releases("_sem", When = 0)] public abstract int Unmap();

    [AcquiresWrite("_sem", When = true)] public abstract void TryNothing(); // MML002
    [AcquiresWrite("_sem", When = true)] public abstract Task TryNothingAsync(); // MML002
    [AcquiresWrite("_sem", When = true)] public abstract int TryInt(); // MML002
    [AcquiresWrite("_sem", When = 0)] public abstract bool ZeroBool(); // MML002
    [AcquiresWrite("_sem", When = "yes")] public abstract bool TextBool(); // MML002
    [AcquiresWrite("_sem", When = true)] public abstract Task<int> TryIntAsync(); // MML002
    [AcquiresWrite("_sem", WhenNotNull = true)] public abstract int NeverNull(); // MML002
    [AcquiresWrite("_sem", When = true, WhenNotNull = true)] public abstract bool? Twofold(); // MML002
    [Releases("_sem", When = false)] public abstract void ReleaseNothing(); // MML002
    [AcquiresWrite("_sem", Until = "_sem")] public abstract void UntilItself(); // MML002
    [AcquiresWrite("_sem", Until = "_otter")] public abstract void UntilNothing(); // MML001
}
