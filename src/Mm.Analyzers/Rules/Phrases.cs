// The turns of phrase that the messages share, so that they all read alike: member, lock, mode needed, mode held, and since where.
using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

internal static class Phrases
{
    public static NeedMode Needs(this Finding finding)
    {
        var need = NeedMode.Read;
        foreach (var lack in finding.Lacks)
        {
            if (lack.Need > need) need = lack.Need;
        }
        return need;
    }

    /// <summary>Whether one of the locks is held, but too weakly: that decides the rule.</summary>
    public static bool HasWeak(this Finding finding) => Has(finding, LackKind.TooWeak);

    public static bool IsUntested(this Finding finding) => Has(finding, LackKind.Untested);

    /// <summary>Whether it is only on some paths that something is lacking.</summary>
    public static bool IsDifference(this Finding finding)
    {
        bool maybe = false;
        foreach (var lack in finding.Lacks)
        {
            if (lack.Kind == LackKind.Maybe) maybe = true;
            else if (!finding.Any) return false;
        }
        return maybe;
    }

    private static bool Has(Finding finding, LackKind kind)
    {
        foreach (var lack in finding.Lacks)
        {
            if (lack.Kind == kind) return true;
        }
        return false;
    }

    public static string Access(Finding finding) =>
        $"'{MemberName(finding)}' is {(finding.IsWrite ? "written" : "read")}, which needs {Lacking(finding)}";

    public static string Call(Finding finding) => finding.Detail == "guard"
        ? $"'{finding.Text}' needs a guard that holds {Lacking(finding)}"
        : $"'{finding.Text}' requires {Lacking(finding)}";

    public static string MemberName(Finding finding) => finding.Member is { ContainingType: { } type } member ? type.Name + "." + NameOf(member) : finding.Text;

    private static string NameOf(ISymbol member) => member is IPropertySymbol { IsIndexer: true } ? "this[]" : member.Name;

    /// <summary>"'mm.MmapLock' for write; it is held for read only, downgraded at line 42".</summary>
    private static string Lacking(Finding finding)
    {
        var text = new StringBuilder();
        var lacks = finding.Lacks;
        if (lacks.Length == 1)
        {
            return text.Append(Needed(lacks[0])).Append("; ").Append(State(lacks[0], "it is ")).Append(OtherSide.Text(lacks[0], finding.Node)).ToString();
        }
        for (int i = 0; i < lacks.Length; i++)
        {
            if (i > 0) text.Append(i < lacks.Length - 1 ? ", " : finding.Any ? " or " : " and ");
            text.Append(Needed(lacks[i])).Append(" (").Append(State(lacks[i], "")).Append(')');
        }
        return text.ToString();
    }

    private static string Needed(Lack lack) => $"'{lack.Lock}' {lack.Need.Text()}";

    private static string State(Lack lack, string prefix) => lack.Kind switch
    {
        LackKind.TooWeak when lack.OneOfSeveral => $"{prefix}held for read at most: line {Line(lack.Since)} promises only one of several locks",
        LackKind.TooWeak => $"{prefix}held for read only{SinceOf(lack)}",
        LackKind.Maybe => $"{prefix}held{(lack.Held == HoldMode.None ? "" : " so")} on some paths only, acquired at line {Line(lack.Since)}{(lack.Other is null ? "" : $", the other way at line {Line(lack.Other)}")}",
        LackKind.Untested => $"{prefix}held only if the result at line {Line(lack.Since)} says so",
        _ => $"{prefix}not held{(lack.NearMiss == lack.Lock ? "" : NearMiss(lack.NearMiss ?? ""))}{(lack.Published is null ? "" : $", and others can reach the object since line {Line(lack.Published)}")}",
    };

    private static string SinceOf(Lack lack)
    {
        string kind = lack.Held == HoldMode.Upgradeable ? " (upgradeable)" : "";
        if (lack.Since is null) return kind;
        return lack.Downgraded ? $"{kind}, downgraded at line {Line(lack.Since)}" : $"{kind}, since line {SinceLine(lack.Since)}";
    }

    public static string NearMiss(string held) => held.Length == 0 ? "" : $" ('{held}', which is held, is the same lock of another object)";

    public static string Since(Finding finding)
    {
        if (finding.Since is null) return "";
        return finding.Downgraded ? $", downgraded at line {Line(finding.Since)}" : $", since line {SinceLine(finding.Since)}";
    }

    /// <summary>"held for write, since line 3", "held for read since the downgrade at line 5".</summary>
    public static string Held(Finding finding) => finding is { Held: HoldMode.Downgraded, Downgraded: true, Since: not null }
        ? $"held for read since the downgrade at line {Line(finding.Since)}"
        : $"held {finding.Held.Text()}{Since(finding)}";

    /// <summary>The mode of an acquisition that is told by the hold that is left of it.</summary>
    public static string Acquired(HoldMode left) => left == HoldMode.Downgraded ? " for write, downgraded," : Mode(left);

    public static string Mode(HoldMode mode) => mode switch
    {
        HoldMode.None => "",
        HoldMode.Downgraded => " for read",
        _ => " " + mode.Text(),
    };

    public static string At(SyntaxNode? place) => place is null ? "" : $" at line {Line(place)}";

    public static string At(ImmutableArray<SyntaxNode> places)
    {
        var text = new StringBuilder();
        string? last = null;
        int lines = 0;
        foreach (var place in places)
        {
            string line = Line(place);
            if (line == last) continue;
            last = line;
            if (++lines > 3) return text.Append(", ...").ToString().Replace(" at line ", " at lines ");
            text.Append(lines == 1 ? " at line " : ", ").Append(line);
        }
        return lines > 1 ? text.ToString().Replace(" at line ", " at lines ") : text.ToString();
    }

    public static string Line(SyntaxNode? node) => node is null ? "?" : Line(ReportPlaces.Of(node));

    /// <summary>The line of an acquisition; what is held from the entry on is held since the declaration, not since the closing brace, where exits are.</summary>
    private static string SinceLine(SyntaxNode? node) => node is null ? "?" : Line(ReportPlaces.OfDeclaration(node));

    private static string Line(Location place) => (place.GetLineSpan().StartLinePosition.Line + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static string Leaves(Finding finding) => finding.Detail switch
    {
        "used" => $"A reference to '{MemberName(finding)}' is used, but '{finding.Lock}', which guards it, is not held any more",
        "enumerated" => $"'{finding.Text}' is enumerated later, and its iterator requires '{finding.Lock}' then",
        "captured" => $"'{finding.Text}', which is valid only while '{finding.Lock}' stays held, is captured by a lambda that may run later",
        "stored" => $"'{finding.Text}' is stored where it outlives the hold of '{finding.Lock}'",
        _ => $"A reference to '{MemberName(finding)}' is returned and leaves '{finding.Lock}', which guards it",
    };

    public static string GaveUp(Finding finding)
    {
        if (finding.Kind == FindingKind.Consumed) return $"'{finding.Text}' is used after it was consumed{At(finding.Since)}";
        return finding.Detail.Length > 0
            ? $"'{finding.Text}' is a copy of the guard '{finding.Detail}', made{At(finding.Since)}; only the guard itself may be disposed"
            : $"'{finding.Text}' gave up its lock{At(finding.Since)} and is used again";
    }

    public static string Untested(Finding finding)
    {
        if (finding.Kind == FindingKind.Untested)
        {
            return finding.Detail switch
            {
                "ignored" => $"The result that says whether '{finding.Lock}' was acquired is ignored",
                "not awaited" => $"The task that acquires '{finding.Lock}' is not awaited: the lock is held only when it has completed",
                "release" => $"The result that says whether '{finding.Lock}' was released is ignored",
                _ => $"'{finding.Lock}' is {finding.Detail} before the result{At(finding.Since)}, which says whether it is held, is tested",
            };
        }
        foreach (var lack in finding.Lacks)
        {
            if (lack.Kind == LackKind.Untested) return $"'{(finding.Kind == FindingKind.Access ? MemberName(finding) : finding.Text)}' needs {Needed(lack)}, but the result{At(lack.Since)}, which says whether it is held, is not tested";
        }
        return "";
    }

    public static string Difference(Finding finding)
    {
        if (finding.Kind != FindingKind.MaybeHeld) return finding.Kind == FindingKind.Access ? Access(finding) : Call(finding);
        string other = finding.Also.IsEmpty ? "" : $", and differently at line {Line(finding.Also[0])}";
        return $"'{finding.Lock}' is {(finding.Detail.Length > 0 ? finding.Detail : "released")}, but only some of the paths that meet here hold it so: acquired{At(finding.Since)}{other}{OtherSide.Text(finding)}";
    }

    public static string Exit(Finding finding)
    {
        string since = finding.Since is null ? "" : At(finding.Since);
        string held = Since(finding);
        return finding.Detail switch
        {
            "required lost" => $"The contract requires '{finding.Lock}' and keeps it held, but at this exit it is not held{(since.Length > 0 ? $": it was let go of{since}" : "")}",
            "weaker" => $"The contract keeps '{finding.Lock}' held {finding.Wanted.Text()}, but at this exit it is {Held(finding)}",
            "promised missing" => $"The contract promises '{finding.Lock}' held {finding.Wanted.Text()}, but at this exit it is not held",
            "promised maybe" => $"The contract promises '{finding.Lock}' held {finding.Wanted.Text()}, but only some of the paths to this exit hold it",
            "inverted" => $"The contract promises '{finding.Lock}' for the opposite of the result that is returned here",
            "not released" => $"The contract promises '{finding.Lock}' released, but at this exit it is still held{held}",
            "held on failure" => $"The contract promises '{finding.Lock}' only for another result, but at this exit it is held{held}",
            _ => $"The contract promises '{finding.Lock}' held {finding.Wanted.Text()}, but at this exit it is {Held(finding)}",
        };
    }
}
