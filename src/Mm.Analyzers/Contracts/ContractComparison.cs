// Whether code that is checked against one contract may run into another: an override behind its base, an implementation behind its interface, a method
// behind a delegate. The stand-in may ask for less; it may neither ask for more nor promise less or other than what it stands for.
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.Contracts;

internal sealed class ContractComparison
{
    private readonly ContractModel _contracts;
    private readonly MemberContract _known;
    private readonly MemberContract _actual;
    private readonly INamedTypeSymbol? _type;

    /// <param name="contracts">The contracts of the compilation.</param>
    /// <param name="known">The contract that callers are checked against.</param>
    /// <param name="actual">The contract of what runs.</param>
    /// <param name="type">The type that overrides or implements; null for delegates.</param>
    private ContractComparison(ContractModel contracts, MemberContract known, MemberContract actual, INamedTypeSymbol? type)
    {
        _contracts = contracts;
        _known = known;
        _actual = actual;
        _type = type;
    }

    /// <summary>What the actual contract asks for beyond the known one, or fails to promise, as the end of a sentence about it; null if it fits.</summary>
    public static string? Misfit(ContractModel contracts, MemberContract known, MemberContract actual, INamedTypeSymbol? type)
    {
        if (ReferenceEquals(known, actual) || known.IsUnknown || actual.IsUnknown) return null;
        var comparison = new ContractComparison(contracts, known, actual, type);
        return comparison.Requirements() ?? comparison.Exclusions() ?? comparison.Effects() ?? comparison.Facts();
    }

    private string? Requirements()
    {
        foreach (var required in _actual.Requirements)
        {
            if (required.Any ? required.Paths.Any(p => KnownNeed(p) is not null) || HasAnyWithin(required) : required.Paths.All(p => IsRequired(p, required.Need))) continue;
            var path = required.Any ? required.Paths[0] : required.Paths.First(p => !IsRequired(p, required.Need));
            string known = KnownNeed(path) is { } need ? $"where callers are asked for it only {need.Text()}" : "which callers are not asked for";
            return required.Any
                ? $"requires any of {string.Join(", ", required.Paths.Select(static p => $"'{p}'"))}, which callers are not asked for"
                : $"requires '{path}' {required.Need.Text()}, {known}";
        }
        return null;
    }

    private bool IsRequired(LockPath path, NeedMode need) => KnownNeed(path) is { } known && known >= need;

    /// <summary>The mode in which callers are known to hold the lock, or null.</summary>
    private NeedMode? KnownNeed(LockPath path)
    {
        NeedMode? strongest = null;
        foreach (var requirement in _known.Requirements)
        {
            if (requirement.Any && requirement.Paths.Length > 1) continue;
            if (requirement.Paths.Any(p => Same(p, path)) && (strongest is null || requirement.Need > strongest)) strongest = requirement.Need;
        }
        foreach (var effect in _known.Effects)
        {
            NeedMode? implied = effect.Kind switch
            {
                EffectKind.Release => effect.Mode == HoldMode.Write ? NeedMode.Write : NeedMode.Read,
                EffectKind.Downgrade => NeedMode.Write,
                EffectKind.Upgrade => effect.FromRead ? NeedMode.Read : NeedMode.Update,
                EffectKind.MayRelease => NeedMode.Read,
                _ => null,
            };
            if (implied is { } mode && Same(effect.Path, path) && (strongest is null || mode > strongest)) strongest = mode;
        }
        return strongest;
    }

    private bool HasAnyWithin(Requirement required)
    {
        foreach (var known in _known.Requirements)
        {
            if (known.Paths.All(p => required.Paths.Any(q => Same(p, q)))) return true;
        }
        return false;
    }

    private string? Exclusions()
    {
        foreach (var excluded in _actual.Excludes)
        {
            bool isFree = _known.Excludes.Any(p => Same(p, excluded)) || _known.Effects.Any(e => e.Kind == EffectKind.Acquire && Same(e.Path, excluded));
            if (!isFree) return $"excludes '{excluded}', which callers may hold";
        }
        return null;
    }

    private string? Effects()
    {
        foreach (var effect in _actual.Effects)
        {
            if (effect.Kind == EffectKind.Assert || _known.Effects.Any(e => IsSame(e, effect))) continue;
            // Letting go of a lock that the call ends anyhow is nobody's loss.
            if (effect.Kind == EffectKind.MayRelease && _known.Effects.Any(e => e.Kind == EffectKind.Release && Same(e.Path, effect.Path))) continue;
            return $"{Verb(effect)} '{effect.Path}'{Condition(effect)}, which callers do not know of";
        }
        foreach (var promised in _known.Effects)
        {
            if (promised.Kind == EffectKind.MayRelease || _actual.Effects.Any(e => IsSame(promised, e))) continue;
            return $"does not {Stem(promised)} '{promised.Path}'{Condition(promised)}, which callers rely on";
        }
        return null;
    }

    private bool IsSame(Effect known, Effect actual) =>
        known.Kind == actual.Kind && known.Mode == actual.Mode && known.When == actual.When && (known.CanBlock || !actual.CanBlock) && Same(known.Path, actual.Path)
        && (known.Until is null ? actual.Until is null : actual.Until is not null && Same(known.Until, actual.Until));

    private static string Verb(Effect effect) => effect.Kind switch
    {
        EffectKind.Acquire => "acquires",
        EffectKind.Release => "releases",
        EffectKind.Downgrade => "downgrades",
        EffectKind.Upgrade => "upgrades",
        EffectKind.MayRelease => "may release",
        _ => "asserts",
    };

    private static string Stem(Effect effect) => Verb(effect) is { } verb && effect.Kind != EffectKind.MayRelease ? verb.Substring(0, verb.Length - 1) : Verb(effect);

    private static string Condition(Effect effect)
    {
        string mode = effect.Kind is EffectKind.Acquire or EffectKind.Release && effect.Mode != HoldMode.None ? " " + effect.Mode.Text() : "";
        return effect.When.IsConditional ? mode + " under that condition" : mode;
    }

    private string? Facts()
    {
        if (_actual.Blocks && !_known.Blocks) return "may block";
        if (_actual.Mutates && !_known.Mutates) return "changes its object";
        if (_known.Return.Isolated && !_actual.Return.Isolated) return "does not return an isolated object";
        if (_actual.Return.ValidUnder.FirstOrDefault(p => !_known.Return.ValidUnder.Any(q => Same(p, q))) is { } under)
        {
            return $"returns a value that is valid only under '{under}'";
        }
        for (int i = 0; i < Math.Max(_known.Parameters.Length, _actual.Parameters.Length); i++)
        {
            var known = _known.Parameter(i);
            var actual = _actual.Parameter(i);
            string parameter = (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (actual.Isolated && !known.Isolated) return $"requires an isolated object as argument {parameter}";
            if (actual.Consumes && !known.Consumes) return $"consumes argument {parameter}";
            if (ReferenceEquals(actual, ParameterFacts.None)) continue;
            if (known.NoEscape && !actual.NoEscape) return $"may keep argument {parameter}";
            if (known.Isolates && !actual.Isolates) return $"does not isolate argument {parameter}";
        }
        return null;
    }

    private bool Same(LockPath a, LockPath b)
    {
        if (a.Root != b.Root && !(IsStatic(a) && IsStatic(b))) return false;
        if (a.Root == PathRoot.Parameter && a.Ordinal != b.Ordinal) return false;
        var first = Normalized(a);
        var second = Normalized(b);
        if (first.Count != second.Count) return false;
        for (int i = 0; i < first.Count; i++)
        {
            if (first[i].Symbol is { } symbol && second[i].Symbol is { } other)
            {
                if (!SymbolEqualityComparer.Default.Equals(symbol, other)) return false;
            }
            else if (first[i].Name != second[i].Name)
            {
                return false;
            }
        }
        return true;
    }

    private static bool IsStatic(LockPath path) => path.Root == PathRoot.Type;

    /// <summary>The members of the path as the overriding type sees them: its own implementations, with properties that only return a path replaced by it.</summary>
    private List<PathMember> Normalized(LockPath path)
    {
        var members = new List<PathMember>();
        for (int i = 0; i < path.Members.Length; i++)
        {
            var member = path.Members[i];
            if (member.Symbol is not { } symbol)
            {
                members.Add(member);
                continue;
            }
            if (i == 0 && path.Root == PathRoot.This && _type is not null) symbol = Implementation(symbol, _type);
            if (_contracts.AliasOf(symbol) is { Root: PathRoot.This } alias)
            {
                foreach (var part in alias.Members) members.Add(new PathMember(part.Symbol is null ? null : _contracts.Canonical(part.Symbol), part.Name));
            }
            else
            {
                members.Add(new PathMember(_contracts.Canonical(symbol), symbol.Name));
            }
        }
        return members;
    }

    private static ISymbol Implementation(ISymbol member, INamedTypeSymbol type)
    {
        if (member.ContainingType?.TypeKind == TypeKind.Interface) return type.FindImplementationForInterfaceMember(member) ?? member;
        if (member is not IPropertySymbol { IsAbstract: true } and not IPropertySymbol { IsVirtual: true }) return member;
        for (var owner = type; owner is not null; owner = owner.BaseType)
        {
            foreach (var candidate in owner.GetMembers(member.Name))
            {
                if (candidate is IPropertySymbol { IsOverride: true }) return candidate;
            }
        }
        return member;
    }
}
