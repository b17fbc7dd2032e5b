using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Mm.Analyzers.CodeFixes;

/// <summary>A fix that is a plan over one syntax tree; Fix All carries out the plans of a document one after the other.</summary>
public abstract class LockFixProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => SequentialFixAll.Instance;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var target = await FixTarget.CreateAsync(context.Document, context.CancellationToken).ConfigureAwait(false);
        if (target is null)
            return;

        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var plan in Plans(target, diagnostic, context.CancellationToken))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(plan.Title, _ => Task.FromResult(target.Apply([plan])), EquivalenceKey(plan)),
                    diagnostic);
            }
        }
    }

    /// <summary>The changes that would mend the diagnostic; none if its code is not of a form that this fix knows.</summary>
    internal abstract ImmutableArray<FixPlan> Plans(FixTarget target, Diagnostic diagnostic, CancellationToken cancellationToken);

    /// <summary>Fix All repeats the plans of one kind: the first word of a key names it.</summary>
    internal static string EquivalenceKey(FixPlan plan) => plan.Key.Split('|').First();
}
