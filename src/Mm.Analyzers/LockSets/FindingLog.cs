using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;

namespace Mm.Analyzers.LockSets;

/// <summary>
/// Collects what one operation gives on each group of paths. Where some paths are fine and others are not, because only some hold a lock
/// that no guard manages, that is one finding about the difference.
/// </summary>
internal sealed class FindingLog
{
    private readonly List<Finding> _found = [];
    private readonly List<(Finding Finding, int State)> _pending = [];
    private readonly List<(SyntaxNode Node, FindingKind Kind, SyntaxNode? Since, bool Managed)> _satisfied = [];
    private readonly HashSet<SyntaxNode> _differencesReported = [];
    private int _states;
    private int _state;

    public IReadOnlyList<Finding> Found => _found;

    public bool Recording { get; private set; }

    /// <summary>Whether it has been reported that only some paths hold the lock acquired there.</summary>
    public bool HasDifference(SyntaxNode acquired) => _differencesReported.Contains(acquired);

    /// <summary>Takes back what was found since there were this many findings.</summary>
    public void Truncate(int count) => _found.RemoveRange(count, _found.Count - count);

    /// <summary>Starts an operation on the given number of path groups.</summary>
    public void Begin(int states, bool recording)
    {
        _states = states;
        Recording = recording;
        _pending.Clear();
        _satisfied.Clear();
    }

    public void Next(int state) => _state = state;

    public void Add(Finding finding)
    {
        if (Recording) _pending.Add((finding, _state));
    }

    /// <summary>The check that would have given a finding of this kind is met; by which hold.</summary>
    public void Satisfied(SyntaxNode node, FindingKind kind, Hold? by)
    {
        if (Recording && _states > 1) _satisfied.Add((node, kind, by?.Place, by is null or { Origin: HoldOrigin.Guard or HoldOrigin.Asserted }));
    }

    public void End()
    {
        if (!Recording) return;
        foreach (var (finding, _) in _pending)
        {
            var merged = _states > 1 ? Merge(finding) : finding;
            if (MaybePlace(merged) is { } place && !_differencesReported.Add(place)) continue;
            _found.Add(merged);
        }
        Recording = false;
    }

    /// <summary>The acquisition that only some paths reach: it is named once, at the first use or release where the difference matters.</summary>
    private static SyntaxNode? MaybePlace(Finding finding)
    {
        if (finding.Kind == FindingKind.MaybeHeld) return finding.Since ?? finding.Node;
        if (finding.Kind is not (FindingKind.Access or FindingKind.Call)) return null;
        SyntaxNode? place = null;
        foreach (var lack in finding.Lacks)
        {
            if (lack.Kind is LackKind.NotHeld or LackKind.TooWeak or LackKind.Untested) return null;
            place ??= lack.Since;
        }
        return place;
    }

    private Finding Merge(Finding finding)
    {
        foreach (var (node, kind, since, managed) in _satisfied)
        {
            if (managed || !ReferenceEquals(node, finding.Node) || kind != finding.Kind) continue;
            switch (finding.Kind)
            {
                case FindingKind.Access or FindingKind.Call:
                    var lacks = finding.Lacks;
                    for (int i = 0; i < lacks.Length; i++)
                    {
                        if (lacks[i].Kind == LackKind.NotHeld) lacks = lacks.SetItem(i, lacks[i] with { Kind = LackKind.Maybe, Since = since });
                        else if (lacks[i].Kind == LackKind.TooWeak) lacks = lacks
                            .SetItem(i, lacks[i] with { Kind = LackKind.Maybe, Other = lacks[i].Since, Since = since });
                    }
                    return finding with { Lacks = lacks };
                case FindingKind.ReleaseUnheld:
                    return finding with { Kind = FindingKind.MaybeHeld, Since = since, Detail = "" };
                case FindingKind.ReleaseWrongMode:
                    return finding with { Kind = FindingKind.MaybeHeld, Since = since, Detail = "", Also = finding.Since is null ? [] : [finding.Since] };
            }
        }
        return finding;
    }
}
