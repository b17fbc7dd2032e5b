using Mm.Conformance.Scripts;

namespace Mm.Conformance.Tests;

/// <summary>The scripts beside the tests.</summary>
internal static class ScriptFiles
{
    /// <summary>The facts that come with the harness.</summary>
    public const string Facts = "Facts";

    /// <summary>The scripts of a folder, by file and name, in plan terms.</summary>
    public static IEnumerable<(string File, Script Script)> Of(string folder, AddressPlan plan) =>
        folder == Facts ? FactLibrary.All(plan) : InFolder(folder, plan);

    private static IEnumerable<(string File, Script Script)> InFolder(string folder, AddressPlan plan) =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, folder), "*.txt").Order(StringComparer.Ordinal)
            .SelectMany(path => Script.Parse(File.ReadAllText(path), Path.GetFileName(path), plan)
                .Select(script => (Path.GetFileNameWithoutExtension(path), script)));

    /// <summary>Names for a theory: the file and the script's name.</summary>
    public static TheoryData<string, string> Names(string folder)
    {
        TheoryData<string, string> data = [];
        foreach ((string file, Script script) in Of(folder, AddressPlan.Default))
            data.Add(file, script.Name);
        return data;
    }

    public static Script Find(string folder, string file, string name, AddressPlan plan) =>
        Of(folder, plan).Single(s => s.File == file && s.Script.Name == name).Script;
}
