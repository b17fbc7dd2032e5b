using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mm.Locks;

namespace Mm.Analyzers.Tests.Docs;

/// <summary>The engine's sources as a compilation, and what its annotations say.</summary>
internal sealed class EngineFacts
{
    private EngineFacts(CSharpCompilation compilation) => Compilation = compilation;

    public CSharpCompilation Compilation { get; }

    public static EngineFacts Read(string root)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview, preprocessorSymbols: ["DEBUG", "NET10_0_OR_GREATER"]);
        string folder = Path.Combine(root, "src", "Mm");
        string implicitUsings = string.Concat(new[] { "System", "System.IO", "System.Linq", "System.Collections.Generic", "System.Threading", "System.Threading.Tasks" }
            .Select(n => $"global using global::{n};\n"));
        var trees = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(f => Path.GetRelativePath(folder, f).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f), options, f))
            .Append(CSharpSyntaxTree.ParseText(implicitUsings, options));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(RwSemaphore).Assembly.Location)
            .Select(p => MetadataReference.CreateFromFile(p));
        return new(CSharpCompilation.Create("Mm", trees, references, new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable)));
    }

    /// <summary>The engine's types in the order of their names.</summary>
    public IEnumerable<INamedTypeSymbol> Types()
    {
        var all = new List<INamedTypeSymbol>();
        var open = new Stack<INamespaceOrTypeSymbol>([Compilation.Assembly.GlobalNamespace]);
        while (open.TryPop(out var symbol))
        {
            if (symbol is INamedTypeSymbol type)
                all.Add(type);
            foreach (var member in symbol.GetMembers().OfType<INamespaceOrTypeSymbol>())
                open.Push(member);
        }

        return all.OrderBy(t => t.ToDisplayString(), StringComparer.Ordinal);
    }

    /// <summary>The attributes of Mm.Locks on a symbol, by their names without the suffix.</summary>
    public static IEnumerable<(string Name, AttributeData Data)> Annotations(IEnumerable<AttributeData> attributes) => attributes
        .Where(a => a.AttributeClass?.ContainingNamespace?.ToDisplayString() == "Mm.Locks")
        .Select(a => (a.AttributeClass!.Name.Replace("Attribute", "", StringComparison.Ordinal), a));

    /// <summary>The paths that an annotation names; the default lock where it names none.</summary>
    public static string[] Paths(AttributeData data)
    {
        var paths = data.ConstructorArguments.SelectMany(a => a.Kind == TypedConstantKind.Array ? a.Values.Select(v => v.Value) : [a.Value]).OfType<string>().ToArray();
        return paths.Length > 0 ? paths : ["the default lock"];
    }

    public static object? Named(AttributeData data, string name) => data.NamedArguments.Where(n => n.Key == name).Select(n => n.Value.Kind == TypedConstantKind.Array
        ? string.Join(", ", n.Value.Values.Select(v => v.Value))
        : n.Value.Value).FirstOrDefault();

    /// <summary>How often the engine calls members that assert a hold.</summary>
    public int AssertionCalls() => Invocations().Count(s => Annotations(s.GetAttributes()).Any(a => a.Name is "AssertsRead" or "AssertsWrite"));

    /// <summary>How often the engine states with Debug.Assert that two references are the same object.</summary>
    public int EqualityAssertions()
    {
        int count = 0;
        foreach (var tree in Compilation.SyntaxTrees)
        {
            var model = Compilation.GetSemanticModel(tree);
            count += tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Count(i =>
                model.GetSymbolInfo(i).Symbol is IMethodSymbol { Name: "Assert", ContainingType.Name: "Debug" }
                && i.ArgumentList.Arguments[0].Expression is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } equality
                && model.GetTypeInfo(equality.Left).Type is { IsReferenceType: true } && equality.Right is not LiteralExpressionSyntax);
        }

        return count;
    }

    private IEnumerable<ISymbol> Invocations()
    {
        foreach (var tree in Compilation.SyntaxTrees)
        {
            var model = Compilation.GetSemanticModel(tree);
            foreach (var invocation in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (model.GetSymbolInfo(invocation).Symbol is { } symbol)
                    yield return symbol;
            }
        }
    }
}
