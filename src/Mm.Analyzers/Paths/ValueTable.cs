using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Paths;

/// <summary>Interns the symbolic values of one body and all that is nested in it. Not shared between bodies, hence not thread-safe.</summary>
internal sealed class ValueTable
{
    private static readonly object s_true = true;
    private static readonly object s_false = false;
    private static readonly object[] s_small = [.. Enumerable.Range(0, 17).Select(static i => (object)(long)i)];

    // Values with like hashes are linked to each other: a table of entries beside them would be as large again.
    private SymbolicValue?[] _lists = new SymbolicValue?[32];

    public ValueTable()
    {
        True = Constant(true);
        False = Constant(false);
        Null = Constant(null);
    }

    public SymbolicValue True { get; }

    public SymbolicValue False { get; }

    public SymbolicValue Null { get; }

    /// <summary>The number of values; the next that is made has it as its id.</summary>
    public int Count { get; private set; }

    public SymbolicValue This(ITypeSymbol? type) => Intern(ValueKind.This, null, null, null, 0, type, "this");

    public SymbolicValue Variable(ISymbol symbol) =>
        Find(ValueKind.Variable, null, symbol, null, 0, out int hash) ?? Add(hash, ValueKind.Variable, null, symbol, null, 0, TypeOf(symbol), symbol.Name);

    public SymbolicValue Type(INamedTypeSymbol type) => Intern(ValueKind.Type, null, type.OriginalDefinition, null, 0, type, type.Name);

    public SymbolicValue Member(SymbolicValue @base, ISymbol member) =>
        Find(ValueKind.Member, @base, member, null, 0, out int hash) ?? Add(hash, ValueKind.Member, @base, member, null, 0, TypeOf(member), null);

    public SymbolicValue Member(SymbolicValue @base, string name) => Intern(ValueKind.Member, @base, name, null, 0, null, null);

    public SymbolicValue Element(SymbolicValue @base, SymbolicValue index, ITypeSymbol? type) => Intern(ValueKind.Element, @base, null, index, 0, type, null);

    public SymbolicValue Computed(string @operator, SymbolicValue left, SymbolicValue? right) =>
        Intern(ValueKind.Computed, left, @operator, right, 0, null, null);

    /// <summary>What a call that is a step of a path returns, the same for the same receiver and arguments.</summary>
    public SymbolicValue Call(SymbolicValue receiver, IMethodSymbol method, SymbolicValue? arguments, ITypeSymbol? type, IOperation named) =>
        Intern(ValueKind.Call, receiver, method, arguments, 0, type, named.Syntax);

    /// <param name="operation">The operation that gives the result.</param>
    /// <param name="number">Tells several results of one operation apart.</param>
    /// <param name="type">The type of the result.</param>
    /// <param name="named">The operation that messages quote for it.</param>
    public SymbolicValue Result(IOperation operation, int number, ITypeSymbol? type, IOperation named) =>
        Intern(ValueKind.Result, null, operation, null, number, type, named.Syntax);

    public SymbolicValue Result(IOperation operation, int number, ITypeSymbol? type, string text) =>
        Intern(ValueKind.Result, null, operation, null, number, type, text);

    /// <summary>What the value was before; two generations are told apart, older ones are one.</summary>
    public SymbolicValue Earlier(SymbolicValue value)
    {
        if (value.Kind != ValueKind.Earlier) return Intern(ValueKind.Earlier, value, null, null, 1, value.Type, null);
        return value.Number >= 2 ? value : Intern(ValueKind.Earlier, value.Base, null, null, 2, value.Type, null);
    }

    public SymbolicValue Joined(int place, object what, ITypeSymbol? type, string text) => Intern(ValueKind.Joined, null, what, null, place, type, text);

    /// <param name="place">Where the paths meet.</param>
    /// <param name="what">The variable or value that differs.</param>
    /// <param name="type">The type of the joined value.</param>
    /// <param name="alike">The value that lends its text.</param>
    public SymbolicValue Joined(int place, object what, ITypeSymbol? type, SymbolicValue alike) => Intern(ValueKind.Joined, null, what, null, place, type, alike);

    public SymbolicValue Constant(object? value) => Intern(ValueKind.Constant, null, Normal(value), null, 0, null, null);

    public SymbolicValue Boolean(bool value) => value ? True : False;

    public SymbolicValue Test(TestKind kind, SymbolicValue left, SymbolicValue? right = null) =>
        Intern(ValueKind.Test, left, null, right, (int)kind, null, null);

    public SymbolicValue View(SymbolicValue of, IOperation made, ITypeSymbol? type) => Intern(ValueKind.View, of, made, null, 0, type, null);

    public SymbolicValue Reference(SymbolicValue to, ITypeSymbol? type) => Intern(ValueKind.Reference, to, null, null, 0, type, null);

    public SymbolicValue Monitor(SymbolicValue of) => Intern(ValueKind.Monitor, of, null, null, 0, null, null);

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
            _ => Intern(value.Kind, newBase, value.Key, newOther, value.Number, value.Type, value),
        };
    }

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
    private static object? Normal(object? value)
    {
        switch (value)
        {
            case bool truth: return truth ? s_true : s_false;
            case sbyte or byte or short or ushort or int or uint or long:
                long number = Convert.ToInt64(value, CultureInfo.InvariantCulture);
                return number >= 0 && number < s_small.Length ? s_small[number] : number;
            case ulong unsigned when unsigned <= long.MaxValue: return Normal((long)unsigned);
            default: return value;
        }
    }

    private SymbolicValue Intern(
        ValueKind kind, SymbolicValue? @base, object? key, SymbolicValue? other, int number, ITypeSymbol? type, object? text) =>
        Find(kind, @base, key, other, number, out int hash) ?? Add(hash, kind, @base, key, other, number, type, text);

    private SymbolicValue? Find(ValueKind kind, SymbolicValue? @base, object? key, SymbolicValue? other, int number, out int hash)
    {
        hash = ((int)kind * 31) + number;
        hash = (hash * 31) + (@base?.Id ?? -1);
        hash = (hash * 31) + (other?.Id ?? -1);
        hash = (hash * 31) + HashOf(key);
        for (var value = _lists[hash & (_lists.Length - 1)]; value is not null; value = value.Next)
        {
            if (value.Hash == hash && value.Kind == kind && value.Number == number && ReferenceEquals(value.Base, @base)
                && ReferenceEquals(value.Other, other) && KeyEquals(value.Key, key)) return value;
        }
        return null;
    }

    private SymbolicValue Add(
        int hash, ValueKind kind, SymbolicValue? @base, object? key, SymbolicValue? other, int number, ITypeSymbol? type, object? text)
    {
        var value = new SymbolicValue(Count++, kind, @base, key, other, number, type, text) { Hash = hash };
        if (Count > _lists.Length) Grow();
        Link(value);
        return value;
    }

    private void Link(SymbolicValue value)
    {
        ref var list = ref _lists[value.Hash & (_lists.Length - 1)];
        value.Next = list;
        list = value;
    }

    private void Grow()
    {
        var old = _lists;
        _lists = new SymbolicValue?[old.Length * 2];
        foreach (var list in old)
        {
            for (var value = list; value is not null;)
            {
                var next = value.Next;
                Link(value);
                value = next;
            }
        }
    }

    private static bool KeyEquals(object? a, object? b) => ReferenceEquals(a, b)
        || (a is ISymbol left ? b is ISymbol right && SymbolEqualityComparer.Default.Equals(left, right)
            : a is not null and not IOperation && a.Equals(b));

    private static int HashOf(object? key) => key switch
    {
        null => 0,
        ISymbol symbol => SymbolEqualityComparer.Default.GetHashCode(symbol),
        IOperation operation => RuntimeHelpers.GetHashCode(operation),
        _ => key.GetHashCode(),
    };
}
