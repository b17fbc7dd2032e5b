// Turns the annotations of one member into its contract. Paths that do not resolve are left out here; MML001 and MML004 report them.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.Contracts;

internal sealed class ContractBuilder(PathBinder binder)
{
    private readonly List<Requirement> _requirements = [];
    private readonly List<LockPath> _excludes = [];
    private readonly List<Effect> _effects = [];
    private ImmutableArray<ParameterFacts>.Builder? _parameters;
    private ReturnFacts _return = ReturnFacts.None;
    private bool _isolatesReceiver, _mutates, _blocks, _nested, _noAnalysis, _unknown;

    /// <summary>Whether a contract was stated, as opposed to inherited.</summary>
    public bool StatesContract { get; private set; }

    /// <summary>Adds the annotations of the method itself, its associated property or event, or its delegate type.</summary>
    public void AddMember(ISymbol symbol)
    {
        foreach (var annotation in AnnotationReader.Read(symbol)) Add(annotation, null);
        _unknown |= AnnotationReader.HasUnknown(symbol);
    }

    /// <summary>Adds a contract that is declared for the member from outside.</summary>
    public void AddExternal(RawAnnotation annotation) => Add(annotation, null);

    /// <summary>Adds the annotations of the parameters; paths may stand on parameters of partial definitions too.</summary>
    public void AddParameters(IMethodSymbol method, Func<ITypeSymbol, bool> isGuard)
    {
        foreach (var parameter in method.Parameters)
        {
            _unknown |= AnnotationReader.HasUnknown(parameter);
            foreach (var annotation in AnnotationReader.Read(parameter))
            {
                if (IsParameterFact(annotation.Kind) || isGuard(parameter.Type)) AddFact(method, parameter, annotation);
                else Add(annotation, parameter);
            }
        }
    }

    public MemberContract Build()
    {
        if (_nested)
        {
            for (int i = 0; i < _effects.Count; i++)
            {
                if (_effects[i].Kind == EffectKind.Acquire) _effects[i] = _effects[i] with { Nested = true };
            }
        }
        var contract = new MemberContract
        {
            Requirements = [.. _requirements],
            Excludes = [.. _excludes],
            Effects = [.. _effects],
            Parameters = _parameters?.ToImmutable() ?? [],
            Return = _return,
            IsolatesReceiver = _isolatesReceiver,
            Mutates = _mutates,
            Blocks = _blocks,
            Nested = _nested,
            NoLockAnalysis = _noAnalysis,
            IsUnknown = _unknown,
        };
        return contract.IsNone && !contract.Nested ? MemberContract.None : contract;
    }

    /// <summary>The paths of an annotation, or its default lock.</summary>
    public ImmutableArray<LockPath> Bind(RawAnnotation annotation)
    {
        var scope = annotation.Scope;
        if (annotation.Paths.IsEmpty)
        {
            if (!annotation.HasErrors && binder.BindDefault(scope).Path is { } path) return [path];
            _unknown |= annotation.HasErrors;
            return [];
        }
        var paths = ImmutableArray.CreateBuilder<LockPath>(annotation.Paths.Length);
        foreach (string text in annotation.Paths)
        {
            if (binder.Bind(text, scope, annotation.Data.ApplicationSyntaxReference).Path is { } path) paths.Add(path);
            // The other part of a partial member may name its parameters otherwise.
            else _unknown |= annotation.Target is not IMethodSymbol method || (method.PartialDefinitionPart ?? method.PartialImplementationPart) is null;
        }
        return paths.ToImmutable();
    }

    private void Add(RawAnnotation annotation, IParameterSymbol? parameter)
    {
        if (annotation.Kind.IsContract()) StatesContract = true;
        _unknown |= annotation.HasErrors;
        switch (annotation.Kind)
        {
            case AnnotationKind.RequiresRead: Require(NeedMode.Read, false, annotation); break;
            case AnnotationKind.RequiresReadAny: Require(NeedMode.Read, true, annotation); break;
            case AnnotationKind.RequiresWrite: Require(NeedMode.Write, false, annotation); break;
            case AnnotationKind.RequiresUpdate: Require(NeedMode.Update, false, annotation); break;
            case AnnotationKind.Excludes: _excludes.AddRange(Bind(annotation)); break;
            case AnnotationKind.AcquiresRead: Affect(EffectKind.Acquire, HoldMode.Read, annotation); break;
            case AnnotationKind.AcquiresUpgradeable: Affect(EffectKind.Acquire, HoldMode.Upgradeable, annotation); break;
            case AnnotationKind.AcquiresWrite: Affect(EffectKind.Acquire, HoldMode.Write, annotation); break;
            case AnnotationKind.ReleasesRead: Affect(EffectKind.Release, HoldMode.Read, annotation); break;
            case AnnotationKind.ReleasesWrite: Affect(EffectKind.Release, HoldMode.Write, annotation); break;
            case AnnotationKind.Releases: Affect(EffectKind.Release, HoldMode.None, annotation); break;
            case AnnotationKind.Downgrades: Affect(EffectKind.Downgrade, HoldMode.Downgraded, annotation); break;
            case AnnotationKind.Upgrades: Affect(EffectKind.Upgrade, HoldMode.Write, annotation); break;
            case AnnotationKind.AssertsRead: Affect(EffectKind.Assert, HoldMode.Read, annotation); break;
            case AnnotationKind.AssertsWrite: Affect(EffectKind.Assert, HoldMode.Write, annotation); break;
            case AnnotationKind.MayRelease: Affect(EffectKind.MayRelease, HoldMode.None, annotation); break;
            case AnnotationKind.ReturnsLock:
                if (Bind(annotation) is [var path, ..]) _return = _return with { Lock = path };
                break;
            case AnnotationKind.ValidUnder when parameter is null:
                _return = _return with { ValidUnder = _return.ValidUnder.AddRange(Bind(annotation)) };
                break;
            case AnnotationKind.Isolated: _return = _return with { Isolated = true }; break;
            case AnnotationKind.OwnedBy when parameter is null: _return = _return with { OwnedBy = Owner(annotation) }; break;
            case AnnotationKind.Isolates: _isolatesReceiver = true; break;
            case AnnotationKind.Mutates: _mutates = true; break;
            case AnnotationKind.Blocks: _blocks = true; break;
            case AnnotationKind.Nested: _nested = true; break;
            case AnnotationKind.NoLockAnalysis: _noAnalysis = true; break;
        }
    }

    private void Require(NeedMode need, bool any, RawAnnotation annotation)
    {
        var paths = Bind(annotation);
        // An any-of with an alternative that does not resolve would be reported although the user meant it met.
        if (paths.Length > 0 && (!any || paths.Length == Math.Max(1, annotation.Paths.Length))) _requirements.Add(new Requirement(need, any, paths));
    }

    private void Affect(EffectKind kind, HoldMode mode, RawAnnotation annotation)
    {
        var when = annotation.WhenNotNull ? ResultTest.NotNull : annotation.HasWhen ? ResultTest.Equal(annotation.When) : ResultTest.Always;
        bool canBlock = annotation.CanBlock ?? !(annotation.WhenNotNull || annotation.When is bool);
        LockPath? until = annotation.Until is { } text ? binder.Bind(text, annotation.Scope, annotation.Data.ApplicationSyntaxReference).Path : null;
        foreach (var path in Bind(annotation))
        {
            _effects.Add(new Effect(kind, mode, path) { When = when, Until = until, CanBlock = canBlock });
        }
    }

    private LockPath? Owner(RawAnnotation annotation) =>
        annotation.Paths is [var text, ..] ? binder.BindObject(text, annotation.Scope, annotation.Data.ApplicationSyntaxReference).Path : null;

    private void AddFact(IMethodSymbol method, IParameterSymbol parameter, RawAnnotation annotation)
    {
        if (_parameters is null)
        {
            _parameters = ImmutableArray.CreateBuilder<ParameterFacts>(method.Parameters.Length);
            for (int i = 0; i < method.Parameters.Length; i++) _parameters.Add(ParameterFacts.None);
        }
        if (parameter.Ordinal >= _parameters.Count) return;
        var facts = _parameters[parameter.Ordinal];
        _parameters[parameter.Ordinal] = annotation.Kind switch
        {
            AnnotationKind.Isolated => facts with { Isolated = true },
            AnnotationKind.Isolates => facts with { Isolates = true },
            AnnotationKind.NoEscape => facts with { NoEscape = true },
            AnnotationKind.Consumes => facts with { Consumes = true },
            AnnotationKind.InvokedInline => facts with { InvokedInline = true },
            AnnotationKind.ValidUnder => facts with { ValidUnder = facts.ValidUnder.AddRange(BindInMember(annotation, method)) },
            AnnotationKind.OwnedBy => facts with { OwnedBy = OwnerInMember(annotation, method) },
            AnnotationKind.RequiresRead => facts with { GuardHolds = facts.GuardHolds.AddRange(Holds(NeedMode.Read, annotation)) },
            AnnotationKind.RequiresWrite => facts with { GuardHolds = facts.GuardHolds.AddRange(Holds(NeedMode.Write, annotation)) },
            AnnotationKind.RequiresUpdate => facts with { GuardHolds = facts.GuardHolds.AddRange(Holds(NeedMode.Update, annotation)) },
            _ => facts,
        };
    }

    private IEnumerable<GuardHold> Holds(NeedMode need, RawAnnotation annotation)
    {
        foreach (var path in Bind(annotation)) yield return new GuardHold(need, path);
    }

    /// <summary>[ValidUnder] and [OwnedBy] on a parameter name the member's scope, as [return: ...] does.</summary>
    private ImmutableArray<LockPath> BindInMember(RawAnnotation annotation, IMethodSymbol method)
    {
        var scope = BindingScope.Of(method);
        var paths = ImmutableArray.CreateBuilder<LockPath>();
        foreach (string text in annotation.Paths)
        {
            if (binder.Bind(text, scope, annotation.Data.ApplicationSyntaxReference).Path is { } path) paths.Add(path);
        }
        if (annotation.Paths.IsEmpty && binder.BindDefault(scope).Path is { } only) paths.Add(only);
        return paths.ToImmutable();
    }

    private LockPath? OwnerInMember(RawAnnotation annotation, IMethodSymbol method) => annotation.Paths is [var text, ..]
        ? binder.BindObject(text, BindingScope.Of(method), annotation.Data.ApplicationSyntaxReference).Path
        : null;

    private static bool IsParameterFact(AnnotationKind kind) => kind is AnnotationKind.Isolated or AnnotationKind.Isolates or AnnotationKind.NoEscape
        or AnnotationKind.Consumes or AnnotationKind.InvokedInline or AnnotationKind.ValidUnder or AnnotationKind.OwnedBy;
}
