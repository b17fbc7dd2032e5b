using System.Reflection;

namespace Mm.Conformance.Scripts;

/// <summary>
/// What is known about Linux's behaviour, as scripts with expected results: a group for each operation, a script for each behaviour. They are tests of
/// the engine and of the kernel, and they decide on another kernel what can be compared.
/// </summary>
public static class FactLibrary
{
    private const string Prefix = "Facts/";

    /// <summary>The groups and their scripts.</summary>
    /// <param name="plan">What addresses are relative to.</param>
    public static IReadOnlyList<(string Group, Script Script)> All(AddressPlan plan)
    {
        Assembly assembly = typeof(FactLibrary).Assembly;
        List<(string, Script)> all = [];
        foreach (string name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            using StreamReader reader = new(stream);
            string group = name[Prefix.Length..];
            all.AddRange(Script.Parse(reader.ReadToEnd(), group + ".txt", plan).Select(script => (group, script)));
        }
        return all;
    }
}
