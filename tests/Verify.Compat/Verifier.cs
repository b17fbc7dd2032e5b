using System.Runtime.CompilerServices;
using System.Text;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using VerifyTests;

namespace VerifyXunit;

/// <summary>Compares text with the snapshot that was accepted for the calling test. Nothing is ever accepted by itself: to accept,
/// rename <c>*.received.txt</c> to <c>*.verified.txt</c> after reading it.</summary>
public static class Verifier
{
    /// <summary>Passes if the text equals the accepted snapshot, apart from line endings, a byte order mark and one final newline.</summary>
    public static SettingsTask Verify(
        string? target, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "") =>
        new(settings, s => Compare(target, s, sourceFile, method));

    private static async Task Compare(string? target, VerifySettings settings, string sourceFile, string method)
    {
        string folder = Path.Combine(Path.GetDirectoryName(sourceFile)!, settings.Directory ?? "");
        string name = $"{settings.TypeName ?? Path.GetFileNameWithoutExtension(sourceFile)}.{settings.MethodName ?? method}";
        string verified = Path.Combine(folder, name + ".verified.txt");
        string received = Path.Combine(folder, name + ".received.txt");
        string actual = Normalize(target ?? "null");
        string? expected = File.Exists(verified) ? Normalize(await File.ReadAllTextAsync(verified)) : null;
        if (actual == expected)
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(received, actual + "\n");
        throw new VerifyException(expected is null
            ? $"New snapshot: {name}\nRead {received}, and rename it to {Path.GetFileName(verified)} if it is right.\n\n{actual}"
            : $"Snapshot differs: {name}\nReceived: {received}\n\n{Diff(expected, actual)}");
    }

    private static string Normalize(string text)
    {
        string lines = text.TrimStart('\uFEFF').Replace("\r\n", "\n").Replace('\r', '\n');
        return lines.EndsWith('\n') ? lines[..^1] : lines;
    }

    private static string Diff(string expected, string actual)
    {
        var diff = new StringBuilder();
        foreach (var line in new InlineDiffBuilder(new Differ()).BuildDiffModel(expected, actual).Lines)
        {
            char sign = line.Type switch { ChangeType.Inserted => '+', ChangeType.Deleted => '-', _ => ' ' };
            diff.Append(sign).Append(' ').Append(line.Text).Append('\n');
        }

        return diff.ToString();
    }
}

/// <summary>A snapshot that differs from the accepted one, or was never accepted.</summary>
public sealed class VerifyException(string message) : Exception(message);
