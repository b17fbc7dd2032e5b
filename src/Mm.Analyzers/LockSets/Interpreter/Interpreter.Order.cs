using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

internal sealed partial class Interpreter
{
    /// <summary>Checks a blocking acquisition of a lock that is not held yet against the declared order.</summary>
    private void CheckOrder(SyntaxNode node, SymbolicValue @lock, string text, bool nested)
    {
        if (!Reporting) return;
        if (!nested) _nested.Acquired(@lock, node);
        if (_state.Broken) return;
        var order = _contracts.Order;
        bool reported = false;
        for (int i = 0; i < _state.Holds.Count; i++)
        {
            var held = _state.Holds.KeyAt(i);
            var level = _state.Holds.ValueAt(i).Strongest;
            if (level.IsMaybe || ReferenceEquals(held, @lock)) continue;
            bool same = !nested && level.Until is null && @lock.Type is { } type
                && SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, held.Type?.OriginalDefinition) && order.StandsInLockOrder(type);
            var steps = order.Between(@lock.Member, @lock.Type, held.Member, held.Type);
            // What is declared, nested on purpose, or reported as blocking under a spinning lock is not looked at for cycles.
            bool blocking = level.Lock is { Spins: true } && LockInfo(@lock) is not { Spins: true };
            if (level.Place is not null && !nested && !blocking && steps.IsEmpty && order.Between(held.Member, held.Type, @lock.Member, @lock.Type).IsEmpty)
            {
                _nested.AcquiredTogether(held, @lock, level.Place, node);
            }
            if (reported) continue;
            if (steps.IsEmpty && !same) continue;
            reported = true;
            Add(new Finding(FindingKind.Order, node)
            {
                Lock = text,
                Since = level.Since,
                Detail = held.Text,
                Any = steps.IsEmpty,
                Also = steps.Length > 0 && steps[0].Declaration.ApplicationSyntaxReference is { } declared ? [declared.GetSyntax()] : [],
            });
        }
    }
}
