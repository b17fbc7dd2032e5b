// What an expression denotes at a program point: a parameter's first value, a member of another value, the result of one operation, ...
// Copies share one value, so copy propagation needs no work. Values are interned by ValueTable: equal values are reference-equal.
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mm.Analyzers.Flow;

namespace Mm.Analyzers.Paths;

internal enum ValueKind : byte
{
    This,

    /// <summary>The value that a parameter or captured local has at the entry. Key: the symbol.</summary>
    Variable,

    /// <summary>A type, as the root of its static members. Key: the type.</summary>
    Type,

    /// <summary>A field or property of Base. Key: the canonical symbol, or the name of a member that metadata does not show.</summary>
    Member,

    /// <summary>An element of Base, an array, list or dictionary. Other: the index or key.</summary>
    Element,

    /// <summary>Arithmetic on Base (and Other), as the index of an element. Key: the operator as it is written.</summary>
    Computed,

    /// <summary>What the method Key returns for Base, its receiver (and Other, its arguments): a step of a path.</summary>
    Call,

    /// <summary>The latest result of an operation. Key: the operation; Number tells several results apart.</summary>
    Result,

    /// <summary>What Base was before its operation or block was reached again.</summary>
    Earlier,

    /// <summary>What differs on the paths that meet at a place. Number: the place; Key: the variable or value that differs.</summary>
    Joined,

    /// <summary>Key: the constant, null for null.</summary>
    Constant,

    /// <summary>A condition on Base (and Other). Number: a <see cref="TestKind"/>.</summary>
    Test,

    /// <summary>A span, memory, enumerator or lazy query over Base. Key: the operation that made it.</summary>
    View,

    /// <summary>A reference to the variable Base.</summary>
    Reference,

    /// <summary>The monitor of Base, an object that is a lock in a way of its own: who holds the one does not hold the other.</summary>
    Monitor,
}

internal enum TestKind
{
    Equal,
    And,
    Or,
    Less,
    LessOrEqual,

    /// <summary>True says that Base is not null; false says nothing.</summary>
    TypeIs,

    /// <summary>True says that the task Base has completed.</summary>
    Completed,

    /// <summary>True says that the lock Base is held in the mode that Other, a constant, gives.</summary>
    Held,
}

internal sealed class SymbolicValue : IOrdered
{
    // How the user would write it, or what that is made from once a message mentions it, as few values ever are: the syntax that is quoted, another value that is
    // called the same, nothing where the parts tell.
    private object? _text;

    /// <param name="id">Unique in its table.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="base">See <see cref="ValueKind"/>.</param>
    /// <param name="key">See <see cref="ValueKind"/>.</param>
    /// <param name="other">See <see cref="ValueKind"/>.</param>
    /// <param name="number">See <see cref="ValueKind"/>.</param>
    /// <param name="type">The static type, if it has one.</param>
    /// <param name="text">How the user would write it, a string; or what it is taken from, syntax or a value; null if the parts tell.</param>
    internal SymbolicValue(int id, ValueKind kind, SymbolicValue? @base, object? key, SymbolicValue? other, int number, ITypeSymbol? type, object? text)
    {
        Id = id;
        Kind = kind;
        Base = @base;
        Key = key;
        Other = other;
        Number = number;
        Type = type;
        _text = text;
        Depth = @base is null ? 0 : @base.Depth + 1;
    }

    public int Id { get; }

    public ValueKind Kind { get; }

    public SymbolicValue? Base { get; }

    public object? Key { get; }

    public SymbolicValue? Other { get; }

    public int Number { get; }

    public ITypeSymbol? Type { get; }

    public int Depth { get; }

    /// <summary>For messages: how the user would write it.</summary>
    public string Text
    {
        get
        {
            if (_text is string known) return known;
            string made = _text switch
            {
                SyntaxNode syntax => ShortText(syntax),
                SymbolicValue alike => alike.Text,
                _ => PartsText(),
            };
            _text = made;
            return made;
        }
        internal set => _text = value;
    }

    /// <summary>Whether the text is a name, as that of a variable.</summary>
    public bool HasName => _text switch
    {
        SyntaxNode syntax => syntax is IdentifierNameSyntax,
        SymbolicValue alike => alike.HasName,
        _ => Text != TooLong && SyntaxFacts.IsValidIdentifier(Text),
    };

    /// <summary>The table's list of values with like hashes.</summary>
    internal SymbolicValue? Next { get; set; }

    internal int Hash { get; set; }

    public ISymbol? Member => Kind == ValueKind.Member ? Key as ISymbol : null;

    public TestKind Test => (TestKind)Number;

    public bool IsNull => Kind == ValueKind.Constant && Key is null;

    /// <summary>The collection that an element is in, whatever the depth; the value itself if it is no element.</summary>
    public SymbolicValue Whole => Kind == ValueKind.Element ? Base!.Whole : this;

    public bool Mentions(SymbolicValue value) =>
        ReferenceEquals(this, value) || (Base?.Mentions(value) ?? false) || (Other?.Mentions(value) ?? false);

    /// <summary>Whether both are the same step of a path: the same member of something, an element of something.</summary>
    public bool IsPathLike(SymbolicValue other) => Kind is ValueKind.Member or ValueKind.Element or ValueKind.Computed or ValueKind.Reference
        && Kind == other.Kind && Number == other.Number
        && (Key is ISymbol symbol ? SymbolEqualityComparer.Default.Equals(symbol, other.Key as ISymbol) : Equals(Key, other.Key));

    /// <summary>Whether other threads and calls cannot change it: no mutable field or settable property on the way.</summary>
    public bool IsStable
    {
        get
        {
            if (Kind is ValueKind.Element or ValueKind.Call || (Kind == ValueKind.Member && !IsReadonlyMember(Key as ISymbol))) return false;
            return (Base?.IsStable ?? true) && (Other?.IsStable ?? true);
        }
    }

    public static bool IsReadonlyMember(ISymbol? member) => member switch
    {
        IFieldSymbol field => field.IsReadOnly || field.IsConst,
        IPropertySymbol property => property.SetMethod is null || property.SetMethod.IsInitOnly,
        _ => false,
    };

    /// <summary>Stands for source text that is too long to be quoted.</summary>
    public const string TooLong = "value";

    private string PartsText() => Kind switch
    {
        ValueKind.Member => Base!.Kind == ValueKind.This ? MemberName : BaseText + "." + MemberName,
        ValueKind.Element => BaseText + "[" + (Other is { Kind: ValueKind.Constant, Key: string key } ? "\"" + key + "\"" : Other!.Text) + "]",
        ValueKind.Computed => Other is null ? Key + Base!.Text : Base!.Text + " " + Key + " " + Other.Text,
        ValueKind.Constant => Key is null ? "null" : Convert.ToString(Key, CultureInfo.InvariantCulture),
        _ => Base!.Text,
    };

    private string BaseText => Base!.Kind == ValueKind.Result ? AsReceiver(Base.Text) : Base.Text;

    private string MemberName => Key is ISymbol symbol ? symbol.Name : (string)Key!;

    /// <summary>The source text, if it is short enough to be quoted.</summary>
    public static string ShortText(SyntaxNode syntax)
    {
        if (syntax.Span.Length > 60) return TooLong;
        string text = syntax.ToString();
        return text.IndexOf('\n') >= 0 ? TooLong : text;
    }

    /// <summary>The quoted expression as a receiver: in parentheses where a member access after it would bind to a part of it.</summary>
    public static string AsReceiver(string text) => IsLoose(text) ? "(" + text + ")" : text;

    /// <summary>A cast, an operator, an await.</summary>
    private static bool IsLoose(string text)
    {
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']' or '}':
                    depth--;
                    if (depth == 0 && text[0] == '(' && i + 1 < text.Length && (char.IsLetterOrDigit(text[i + 1]) || text[i + 1] is '_' or '@' or '(' or '"')) return true;
                    break;
                case ' ' when depth == 0:
                    return true;
            }
        }
        return false;
    }

    public override string ToString() => Text;
}
