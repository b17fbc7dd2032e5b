using Microsoft.CodeAnalysis;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>The one form in which comparisons of a number with a constant are kept, so that those that say the same meet.</summary>
internal static class Comparisons
{
    /// <summary>Every comparison of a whole number is `value &lt; bound`, or the opposite of that; null where the bound cannot be said.</summary>
    public static (SymbolicValue Below, bool Negated)? Below(ValueTable table, SymbolicValue value, long constant, bool valueFirst, bool orEqual)
    {
        // x <= c is x < c + 1; c < x is the opposite of x < c + 1; c <= x is the opposite of x < c.
        bool next = valueFirst == orEqual;
        if (next && constant == long.MaxValue) return null;
        return (table.Test(TestKind.Less, value, table.Constant(next ? constant + 1 : constant)), !valueFirst);
    }

    public static SymbolicValue Masked(ValueTable table, SymbolicValue value, SymbolicValue mask) => table.Computed("&", value, mask);

    /// <summary>A mask of one bit: the bits that it leaves are none or the mask.</summary>
    public static bool IsOneBit(SymbolicValue masked, SymbolicValue constant) =>
        masked is { Kind: ValueKind.Computed, Key: "&", Other: { Key: long mask } } && mask != 0 && (mask & (mask - 1)) == 0 && constant.Key is long bits && bits == mask;

    /// <summary>What the comparison says of the number; null if it is none.</summary>
    public static SymbolicValue? Evaluate(ValueTable table, SymbolicValue comparison, long number) => comparison switch
    {
        { Kind: ValueKind.Test, Test: TestKind.Less, Other.Key: long bound } => table.Boolean(number < bound),
        { Kind: ValueKind.Computed, Key: "&", Other.Key: long mask } => table.Constant(number & mask),
        _ => null,
    };

    public static bool IsHasFlag(IMethodSymbol method) => method is { Name: "HasFlag", ContainingType.SpecialType: SpecialType.System_Enum };
}
