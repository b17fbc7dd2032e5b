using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Paths;

/// <summary>Interns the symbolic values of one body and all that is nested in it. Not shared between bodies, hence not thread-safe.</summary>
internal sealed class ValueTable
{
    private readonly Dictionary<Key, SymbolicValue> _values = [];

    public ValueTable()
    {
        True = Constant(true);
        False = Constant(false);
        Null = Constant(null);
    }

    public SymbolicValue True { get; }

    public SymbolicValue False { get; }

    public SymbolicValue Null { get; }

    public SymbolicValue This(ITypeSymbol? type) => Intern(ValueKind.This, null, null, null, 0, type, "this");

    public SymbolicValue Variable(ISymbol symbol) =>
        Find(ValueKind.Variable, null, symbol, null, 0) ?? Add(ValueKind.Variable, null, symbol, null, 0, TypeOf(symbol), symbol.Name, null);

    public SymbolicValue Type(INamedTypeSymbol type) => Intern(ValueKind.Type, null, type.OriginalDefinition, null, 0, type, type.Name);

    public SymbolicValue Member(SymbolicValue @base, ISymbol member) =>
        Find(ValueKind.Member, @base, member, null, 0)
            ?? Add(ValueKind.Member, @base, member, null, 0, TypeOf(member), MemberText(@base, member.Name), null);

    public SymbolicValue Member(SymbolicValue @base, string name) =>
        Find(ValueKind.Member, @base, name, null, 0) ?? Add(ValueKind.Member, @base, name, null, 0, null, MemberText(@base, name), null);

    public SymbolicValue Element(SymbolicValue @base, SymbolicValue index, ITypeSymbol? type) =>
        Find(ValueKind.Element, @base, null, index, 0)
            ?? Add(ValueKind.Element, @base, null, index, 0, type, ElementText(@base, index), null);

    public SymbolicValue Computed(string @operator, SymbolicValue left, SymbolicValue? right) =>
        Find(ValueKind.Computed, left, @operator, right, 0)
            ?? Add(ValueKind.Computed, left, @operator, right, 0, null, ComputedText(@operator, left, right), null);

    /// <param name="operation">The operation that gives the result.</param>
    /// <param name="number">Tells several results of one operation apart.</param>
    /// <param name="type">The type of the result.</param>
    /// <param name="named">The operation that messages quote for it.</param>
    public SymbolicValue Result(IOperation operation, int number, ITypeSymbol? type, IOperation named) =>
        Find(ValueKind.Result, null, operation, null, number) ?? Add(ValueKind.Result, null, operation, null, number, type, null, named.Syntax);

    public SymbolicValue Result(IOperation operation, int number, ITypeSymbol? type, string text) =>
        Intern(ValueKind.Result, null, operation, null, number, type, text);

    /// <summary>The number of values; the next that is made has it as its id.</summary>
    public int Count => _values.Count;

    /// <summary>What the value was before; two generations are told apart, older ones are one.</summary>
    public SymbolicValue Earlier(SymbolicValue value)
    {
        if (value.Kind != ValueKind.Earlier) return Intern(ValueKind.Earlier, value, null, null, 1, value.Type, value.Text);
        return value.Number >= 2 ? value : Intern(ValueKind.Earlier, value.Base, null, null, 2, value.Type, value.Text);
    }

    public SymbolicValue Joined(int place, object what, ITypeSymbol? type, string text) => Intern(ValueKind.Joined, null, what, null, place, type, text);

    public SymbolicValue Constant(object? value) => Intern(ValueKind.Constant, null, Normal(value), null, 0, null, value is null ? "null" : value.ToString());

    public SymbolicValue Boolean(bool value) => value ? True : False;

    public SymbolicValue Test(TestKind kind, SymbolicValue left, SymbolicValue? right = null) =>
        Intern(ValueKind.Test, left, null, right, (int)kind, null, left.Text);

    public SymbolicValue View(SymbolicValue of, IOperation made, ITypeSymbol? type) => Intern(ValueKind.View, of, made, null, 0, type, of.Text);

    public SymbolicValue Reference(SymbolicValue to, ITypeSymbol? type) => Intern(ValueKind.Reference, to, null, null, 0, type, to.Text);

    public SymbolicValue Monitor(SymbolicValue of) => Intern(ValueKind.Monitor, of, null, null, 0, null, of.Text);

    /// <summary>The value with every mention of one replaced by another.</summary>
    public SymbolicValue Substitute(SymbolicValue value, SymbolicValue from, SymbolicValue to)
    {
        if (ReferenceEquals(value, from)) return to;
        if (!value.Mentions(from)) return value;
        return Rebuild(value, value.Base is null ? null : Substitute(value.Base, from, to), value.Other is null ? null : Substitute(value.Other, from, to));
    }

    /// <summary>The same step from other values.</summary>
    public SymbolicValue Rebuild(SymbolicValue value, SymbolicValue? newBase, SymbolicValue? newOther)
    {
        // Nested generations would grow without end; one is enough.
        if (value.Kind == ValueKind.Earlier && newBase!.Kind == ValueKind.Earlier) return newBase;
        return value.Kind switch
        {
            ValueKind.Member => value.Key is ISymbol member ? Member(newBase!, member) : Member(newBase!, (string)value.Key!),
            ValueKind.Element => Element(newBase!, newOther!, value.Type),
            ValueKind.Computed => Computed((string)value.Key!, newBase!, newOther),
            _ => Intern(value.Kind, newBase, value.Key, newOther, value.Number, value.Type, value.Text),
        };
    }

    private static string MemberText(SymbolicValue @base, string name) => @base.Kind == ValueKind.This ? name : BaseText(@base) + "." + name;

    private static string ElementText(SymbolicValue @base, SymbolicValue index) => BaseText(@base) + "[" + IndexText(index) + "]";

    private static string BaseText(SymbolicValue @base) => @base.Kind == ValueKind.Result ? SymbolicValue.AsReceiver(@base.Text) : @base.Text;

    private static string IndexText(SymbolicValue index) => index is { Kind: ValueKind.Constant, Key: string key } ? "\"" + key + "\"" : index.Text;

    private static string ComputedText(string @operator, SymbolicValue left, SymbolicValue? right) =>
        right is null ? @operator + left.Text : left.Text + " " + @operator + " " + right.Text;

    public static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IParameterSymbol parameter => parameter.Type,
        ILocalSymbol local => local.Type,
        IEventSymbol @event => @event.Type,
        _ => null,
    };

    /// <summary>Constants of all integral types compare by value, as conditions do.</summary>
    private static object? Normal(object? value) => value switch
    {
        sbyte or byte or short or ushort or int or uint or long => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture),
        _ => value,
    };

    private SymbolicValue Intern(
        ValueKind kind, SymbolicValue? @base, object? key, SymbolicValue? other, int number, ITypeSymbol? type, string text) =>
        Find(kind, @base, key, other, number) ?? Add(kind, @base, key, other, number, type, text, null);

    private SymbolicValue? Find(ValueKind kind, SymbolicValue? @base, object? key, SymbolicValue? other, int number) =>
        _values.TryGetValue(new Key(kind, @base, key, other, number), out var value) ? value : null;

    private SymbolicValue Add(
        ValueKind kind, SymbolicValue? @base, object? key, SymbolicValue? other, int number, ITypeSymbol? type, string? text, SyntaxNode? named)
    {
        var value = new SymbolicValue(_values.Count, kind, @base, key, other, number, type, text, named);
        _values.Add(new Key(kind, @base, key, other, number), value);
        return value;
    }

    private readonly struct Key(ValueKind kind, SymbolicValue? @base, object? key, SymbolicValue? other, int number) : IEquatable<Key>
    {
        private readonly ValueKind _kind = kind;
        private readonly SymbolicValue? _base = @base;
        private readonly object? _key = key;
        private readonly SymbolicValue? _other = other;
        private readonly int _number = number;

        public bool Equals(Key other) => _kind == other._kind && _number == other._number && ReferenceEquals(_base, other._base)
            && ReferenceEquals(_other, other._other) && KeyEquals(_key, other._key);

        private static bool KeyEquals(object? a, object? b) => ReferenceEquals(a, b)
            || (a is ISymbol left ? b is ISymbol right && SymbolEqualityComparer.Default.Equals(left, right)
                : a is not IOperation && a is not null && a.Equals(b));

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            int hash = ((int)_kind * 31) + _number;
            hash = (hash * 31) + (_base?.Id ?? -1);
            hash = (hash * 31) + (_other?.Id ?? -1);
            return (hash * 31) + (_key switch
            {
                null => 0,
                ISymbol symbol => SymbolEqualityComparer.Default.GetHashCode(symbol),
                IOperation operation => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(operation),
                _ => _key.GetHashCode(),
            });
        }
    }
}
