using Mm.Analyzers.Testing;

namespace Mm.Analyzers.Tests.Support;

/// <summary>The text of all reports of a small program, for the snapshots of the rules.</summary>
internal static class LockProgram
{
    private static readonly SourceFile s_locks = new("Locks.cs", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "Locks.cs")));

    /// <summary>What programs about ordinary state extend: one lock, one guarded field, one guarded list, and members that require the lock.</summary>
    private static readonly SourceFile s_counter = new("Counter.cs", """
        public sealed partial class Counter
        {
            public readonly RwSem Sem = new();
            [GuardedBy("Sem")] public int N;
            [GuardedBy("Sem")] public readonly List<int> Items = new();
            [RequiresRead("Sem")] public int Get() => N;
            [RequiresWrite("Sem")] public void Set(int value) => N = value;
            public static bool Flip() => Environment.ProcessorCount > 1;
        }
        """);

    private static readonly LockDiagnosticsOptions s_all = new()
    {
        GlobalUsings =
        [
            "System", "System.Collections.Generic", "System.Diagnostics", "System.Diagnostics.CodeAnalysis", "System.Linq", "System.Threading",
            "System.Threading.Tasks", "Cases", "Mm.Locks",
        ],
    };

    private static readonly LockDiagnosticsOptions s_withoutAdvice = s_all
        .WithEditorConfig("dotnet_diagnostic.MML209.severity", "none")
        .WithEditorConfig("dotnet_diagnostic.MML901.severity", "none")
        .WithEditorConfig("dotnet_diagnostic.MML902.severity", "none");

    /// <summary>Errors and warnings; the advice (MML209, MML901, MML902) is left out.</summary>
    public static string Reports(string program) => Of(program, s_withoutAdvice);

    /// <summary>Errors, warnings and advice.</summary>
    public static string ReportsAndAdvice(string program) => Of(program, s_all);

    /// <summary>Errors and warnings under one more key of .editorconfig.</summary>
    public static string ReportsUnder(string key, string value, string program) => Of(program, s_withoutAdvice.WithEditorConfig(key, value));

    /// <summary>Errors and warnings of a program of top-level statements.</summary>
    public static string ReportsOfTopLevel(string program) =>
        Of(program, s_withoutAdvice with { OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication });

    private static string Of(string program, LockDiagnosticsOptions options) =>
        LockDiagnostics.Of([new SourceFile("Program.cs", program), s_counter, s_locks], options).ToString();
}
