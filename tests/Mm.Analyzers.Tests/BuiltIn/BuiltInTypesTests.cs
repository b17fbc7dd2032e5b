using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Mm.Analyzers.Contracts.BuiltIn;
using Mm.Analyzers.Testing;

namespace Mm.Analyzers.Tests.BuiltIn;

/// <summary>What is written down about .NET is about types and members that .NET has.</summary>
public class BuiltInTypesTests
{
    private static readonly Compilation s_framework = LockDiagnostics.Of("").Compilation;

    public static TheoryData<string> Types() => [.. BuiltInTypes.ByName.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_known_type_exists_and_is_found_by_its_symbol(string name)
    {
        var type = s_framework.GetTypeByMetadataName(name);
        Assert.NotNull(type);
        Assert.Same(BuiltInTypes.ByName[name], BuiltInLocks.Find(type));
    }

    [Fact]
    public void Members_that_block_exist()
    {
        foreach (var (name, known) in BuiltInTypes.ByName)
        {
            if (known is BlockingMembers blocking)
            {
                Assert.All(blocking.Names, member => Assert.NotEmpty(s_framework.GetTypeByMetadataName(name)!.GetMembers(member)));
            }
        }
    }

    [Fact]
    public void Members_that_change_a_collection_exist()
    {
        var members = BuiltInTypes.ByName.Where(t => t.Value is MutableCollection)
            .SelectMany(t => s_framework.GetTypeByMetadataName(t.Key)!.GetMembers())
            .Select(m => m.Name)
            .ToHashSet();
        Assert.All(MutableCollection.Mutators, name => Assert.Contains(name, members));
    }

    [Theory]
    [InlineData("System.Threading.ReaderWriterLockSlim", 9)]
    [InlineData("System.Threading.ReaderWriterLock", 7)]
    [InlineData("System.Threading.Monitor", 6)]
    [InlineData("System.Threading.Lock", 4)]
    [InlineData("System.Threading.SpinLock", 3)]
    public void Every_member_of_a_lock_that_acquires_or_releases_is_known(string name, int count)
    {
        var known = BuiltInTypes.ByName[name];
        var members = s_framework.GetTypeByMetadataName(name)!.GetMembers().OfType<IMethodSymbol>()
            .Where(m => m.MethodKind == MethodKind.Ordinary && known.ContractOf(m) is not null)
            .Select(m => m.Name)
            .Distinct();
        Assert.Equal(count, members.Count());
    }

    [Fact]
    public void A_type_of_the_same_name_elsewhere_is_unknown()
    {
        var own = LockDiagnostics.Of("namespace Own.System.Threading { public class Monitor { } }").Compilation;
        Assert.Null(BuiltInLocks.Find(own.GetTypeByMetadataName("Own.System.Threading.Monitor")));
    }

    // netstandard2.0 has no System.Threading.Lock; this has nothing but Monitor.
    [Fact]
    public async Task A_framework_without_the_newer_locks_is_enough()
    {
        const string Framework = """
            namespace System
            {
                public class Object { public Object() { } }
                public abstract class ValueType { }
                public abstract class Enum : ValueType { }
                public struct Void { }
                public struct Int32 { }
                public struct Boolean { }
                public sealed class String { }
                public abstract class Array { }
                public class Exception { }
                public abstract class Attribute { }
                public sealed class ParamArrayAttribute : Attribute { }
                public enum AttributeTargets { All = 32767 }
                public sealed class AttributeUsageAttribute : Attribute { public AttributeUsageAttribute(AttributeTargets targets) { } }
            }
            namespace System.Threading
            {
                public static class Monitor { public static extern void Enter(object o, ref bool taken); public static extern void Exit(object o); }
            }
            namespace Mm.Locks
            {
                public sealed class GuardedByAttribute : System.Attribute { public GuardedByAttribute(params string[] paths) { } }
            }
            """;
        const string Source = """
            using Mm.Locks;
            public class Account
            {
                private readonly object _gate = new object();
                [GuardedBy("_gate")] private int _balance;
                [GuardedBy("_gaet")] private int _limit;
                public void Locked() { lock (_gate) { _balance = 1; } }
                public void Text() { lock ("text") { } }
            }
            """;
        var compilation = CSharpCompilation.Create(
            "Old", [CSharpSyntaxTree.ParseText(Framework), CSharpSyntaxTree.ParseText(Source)], [], new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.DoesNotContain(compilation.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
        var diagnostics = await compilation.WithAnalyzers([new LockAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        Assert.Equal(["MML001", "MML005"], diagnostics.Select(d => d.Id).Order(StringComparer.Ordinal));
    }
}
