using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Mm.Analyzers.CodeFixes;

/// <summary>Fix All by carrying out one plan after the other on the same tree: insertions at one place (attributes of a member) add up, where a merge of texts would drop one.</summary>
internal sealed class SequentialFixAll : DocumentBasedFixAllProvider
{
    public static readonly SequentialFixAll Instance = new();

    protected override async Task<Document?> FixAllAsync(FixAllContext fixAllContext, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        if (fixAllContext.CodeFixProvider is not LockFixProvider provider)
            return null;
        var target = await FixTarget.CreateAsync(document, fixAllContext.CancellationToken).ConfigureAwait(false);
        if (target is null)
            return null;

        var plans = new List<FixPlan>();
        foreach (var diagnostic in diagnostics.OrderBy(d => d.Location.SourceSpan.Start))
        {
            var plan = provider.Plans(target, diagnostic, fixAllContext.CancellationToken)
                .FirstOrDefault(p => LockFixProvider.EquivalenceKey(p) == fixAllContext.CodeActionEquivalenceKey);
            if (plan is not null)
                plans.Add(plan);
        }

        return target.Apply(plans);
    }
}
