using System.Text;
using System.Xml.Linq;
using Mm.Locks;

namespace Mm.Analyzers.Tests.Docs;

/// <summary>The table of all attributes in docs/annotations.md, from the attributes and their documentation.</summary>
internal static class AttributeTable
{
    public static string Write()
    {
        var summaries = Summaries();
        var text = new StringBuilder("| Attribute | On | Meaning |\n| --- | --- | --- |\n");
        foreach (var type in typeof(LockAttribute).Assembly.GetExportedTypes().Where(IsAnnotation).OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            string name = type.Name[..^"Attribute".Length];
            var usage = (AttributeUsageAttribute)Attribute.GetCustomAttribute(type, typeof(AttributeUsageAttribute))!;
            text.Append($"| `[{name}{Arguments(type)}]` | {Targets(usage.ValidOn)} | {summaries[type.FullName!]} |\n");
        }

        return text.ToString();
    }

    private static bool IsAnnotation(Type type) =>
        type is { IsAbstract: false, Namespace: "Mm.Locks" } && typeof(Attribute).IsAssignableFrom(type);

    private static string Arguments(Type type)
    {
        var positional = type.GetConstructors().Single().GetParameters()
            .Select(p => p.ParameterType.IsArray ? p.Name + "..." : p.Name!);
        var named = type.GetProperties().Where(p => p.CanWrite).Select(p => p.Name).Order(StringComparer.Ordinal);
        string all = string.Join(", ", positional.Concat(named.Select(n => n + " =")));
        return all.Length == 0 ? "" : $"({all})";
    }

    private static string Targets(AttributeTargets targets) => targets == (AttributeTargets.Assembly)
        ? "assembly"
        : string.Join(", ", Enum.GetValues<AttributeTargets>().Where(t => t != AttributeTargets.All && targets.HasFlag(t)).Select(Name));

    private static string Name(AttributeTargets target) => target switch
    {
        AttributeTargets.ReturnValue => "return",
        _ => target.ToString().ToLowerInvariant(),
    };

    /// <summary>The summary of every type, on one line, from the XML documentation beside the assembly.</summary>
    private static Dictionary<string, string> Summaries()
    {
        string file = Path.ChangeExtension(typeof(LockAttribute).Assembly.Location, ".xml");
        return XDocument.Load(file).Descendants("member")
            .Where(m => m.Attribute("name")!.Value.StartsWith("T:", StringComparison.Ordinal) && m.Element("summary") is not null)
            .ToDictionary(m => m.Attribute("name")!.Value[2..], m => Line(m.Element("summary")!));
    }

    private static string Line(XElement summary)
    {
        var text = new StringBuilder();
        foreach (var node in summary.Nodes())
        {
            text.Append(node switch
            {
                XText plain => plain.Value,
                XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
                XElement element => $"`{element.Attribute("cref")?.Value.Split('.', ':')[^1] ?? element.Value}`",
                _ => "",
            });
        }

        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("|", "\\|", StringComparison.Ordinal);
    }
}
