using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Contracts.BuiltIn;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>
/// Lock statements whose end the graph does not show. With nullable contexts on, Roslyn (4.14 to 5.12) makes of a lock statement over a
/// System.Threading.Lock an invalid operation and, behind it, the bare statements of its body: no try, no EnterScope, no Dispose. What the body
/// holds is then found by position: it is acquired at that operation, and let go of before the first operation outside the statement.
/// </summary>
internal sealed partial class Interpreter
{
    private bool _hasLockStatements;

    /// <summary>Acquires if the operation stands for such a statement.</summary>
    private bool EnterLockStatement(IOperation operation)
    {
        if (operation is not IExpressionStatementOperation { Operation: IInvalidOperation invalid } || operation.Syntax is not LockStatementSyntax statement) return false;
        if (Locked(invalid) is not { } locked || BuiltInLocks.Find(locked.Type as INamedTypeSymbol) is not ThreadingLock) return false;
        _hasLockStatements = true;
        var value = Evaluate(locked, Use.Read);
        Acquire(locked.Syntax, new Effect(EffectKind.Acquire, HoldMode.Write, LockPath.This(locked.Type)), value, ShortText(locked), null, null);
        if (FindHeld(value) is not { } key || _state.Holds[key] is not { } stack) return true;
        // As a guard's hold: joins with paths that have left the statement drop it silently.
        var level = stack.Top with { Origin = HoldOrigin.Guard, Statement = statement };
        _state = _state with { Holds = _state.Holds.Set(key, stack.Replace(stack.Count - 1, level)) };
        return true;
    }

    /// <summary>Lets go of the locks of statements that the place is not inside of; of all, at an exit.</summary>
    private void LeaveLockStatements(SyntaxNode? place)
    {
        if (!_hasLockStatements) return;
        for (int i = _state.Holds.Count - 1; i >= 0; i--)
        {
            var key = _state.Holds.KeyAt(i);
            for (int j = _state.Holds.ValueAt(i).Count - 1; j >= 0; j--)
            {
                if (_state.Holds[key] is not { } stack || j >= stack.Count || stack[j].Statement is not { } statement || IsInside(place, statement)) continue;
                Pop(key, stack, j, statement);
                if (_state.Holds[key] is null) break;
            }
        }
    }

    private static bool IsInside(SyntaxNode? place, SyntaxNode statement) =>
        place is not null && place != statement && statement.SyntaxTree == place.SyntaxTree && statement.Span.Contains(place.Span);

    private static IOperation? Locked(IInvalidOperation invalid)
    {
        foreach (var child in invalid.ChildOperations) return child;
        return null;
    }
}
