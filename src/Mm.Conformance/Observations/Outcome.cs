using Mm.Conformance.Sequences;

namespace Mm.Conformance.Observations;

/// <summary>What one operation returned: a value, an error, or the signal that an access raised; with the residency vector for mincore.</summary>
/// <param name="Value">The result, at least 0, or a negative errno. 0 if there was a signal.</param>
/// <param name="Signal">The signal, or 0.</param>
/// <param name="Code">The signal's si_code.</param>
/// <param name="Vector">mincore's vector as 0 and 1, or null.</param>
public readonly record struct Outcome(long Value, int Signal = 0, int Code = 0, string? Vector = null)
{
    /// <summary>The result of an operation of a process that does not exist, on both sides.</summary>
    public static Outcome NoProcess { get; } = new(-3);

    /// <summary>The outcome in the plan's terms: <c>0</c>, <c>-ENOMEM</c>, <c>@3</c>, <c>SIGSEGV/MAPERR</c>.</summary>
    /// <param name="plan">What addresses are relative to.</param>
    public string Format(AddressPlan plan)
    {
        if (Signal != 0)
            return ResultNames.Fault(Signal, Code);
        if (Value < 0)
            return $"-{ResultNames.Error((int)-Value)}";
        string value = Value < 4096 ? $"{Value}" : plan.Format((ulong)Value);
        return Vector is null ? value : $"{value} {Vector}";
    }
}
