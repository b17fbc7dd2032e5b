using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

internal sealed partial class Interpreter
{
    private static readonly Effect s_lockStatement = new(EffectKind.Acquire, HoldMode.Write, LockPath.This());

    /// <summary>See <see cref="Hold.Statement"/>: the lock is held as long as the operations stand inside the statement.</summary>
    private SymbolicValue? LockStatement(IInvalidOperation invalid)
    {
        if (invalid.Syntax.Parent is not LockStatementSyntax statement || !ReferenceEquals(statement.Expression, invalid.Syntax)) return null;
        SymbolicValue? value = null;
        foreach (var child in invalid.ChildOperations)
        {
            if (ReferenceEquals(child.Syntax, invalid.Syntax) && child is not IInvalidOperation) value = Evaluate(child, Use.ThroughRead);
        }
        if (value is null) return null;
        var guard = Result(invalid, 0, null, value.Text);
        Acquire(statement.Expression, s_lockStatement, value, value.Text, null, guard);
        if (_state.Holds[value] is { } stack && ReferenceEquals(stack.Top.Guard, guard))
        {
            _state = _state with { Holds = _state.Holds.Set(value, stack.Replace(stack.Count - 1, stack.Top with { Statement = statement })) };
        }
        return guard;
    }

    /// <summary>Lets go of what the lock statements hold that the place stands outside of.</summary>
    private void EndLockStatements(SyntaxNode? place)
    {
        for (int i = _state.Holds.Count - 1; i >= 0; i--)
        {
            if (i >= _state.Holds.Count) continue;
            var key = _state.Holds.KeyAt(i);
            var stack = _state.Holds.ValueAt(i);
            for (int j = stack.Count - 1; j >= 0; j--)
            {
                if (stack[j].Statement is not LockStatementSyntax statement || (place is not null && statement.Statement.Span.Contains(place.Span))) continue;
                Pop(key, stack, j, statement);
                i = _state.Holds.Count;
                break;
            }
        }
    }
}
