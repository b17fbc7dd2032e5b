using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace MunmapLab.Bench;

/// <summary>What <c>mmlab bench</c> prints.</summary>
internal static class BenchReport
{
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static void Write(IAnsiConsole console, IReadOnlyList<BenchResult> results, double? floor)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("operation")
            .AddColumn(new TableColumn("engine").RightAligned()).AddColumn(new TableColumn("kernel, net").RightAligned()).AddColumn(new TableColumn("ratio").RightAligned());
        foreach (BenchResult r in results)
        {
            table.AddRow(r.Name, Ns(r.EngineNs), r.KernelNs is { } kernel ? Ns(kernel) : "-", r.Ratio is { } ratio ? ratio.ToString("0.0", CultureInfo.InvariantCulture) : "-");
        }

        console.Write(table);
        console.WriteLine(floor is { } ns
            ? $"Nanoseconds for one operation, the fastest round of each side. A system call alone takes {Ns(ns)} ns here, and is taken off the kernel's side once a call or fault. The engine takes no trap and keeps no control groups, LRU lists or swap."
            : "Nanoseconds for one operation, the fastest round of each side. There is no x86-64 Linux kernel here to compare with.");
    }

    public static string Json(IReadOnlyList<BenchResult> results, double? floor) => JsonSerializer.Serialize(
        new
        {
            Schema = 1,
            SyscallNs = Rounded(floor),
            Operations = results.Select(r => new { r.Name, EngineNs = Rounded(r.EngineNs), KernelNs = Rounded(r.KernelNs), Ratio = Rounded(r.Ratio) }),
        },
        s_options);

    private static double? Rounded(double? value) => value is { } v ? Math.Round(v, 2) : null;

    private static string Ns(double ns) => ns.ToString(ns < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);
}
