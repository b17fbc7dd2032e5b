namespace Mm.Analyzers.Tests.Docs;

/// <summary>The generated parts of the documentation are up to date. <c>MMLOCKS_UPDATE_DOCS=1</c> rewrites them instead.</summary>
public class GeneratedDocsTests
{
    private static readonly bool s_update = Environment.GetEnvironmentVariable("MMLOCKS_UPDATE_DOCS") == "1";

    public static TheoryData<string> Files() => [.. GeneratedDocs.Files.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void Generated_parts_have_not_drifted(string file)
    {
        string path = GeneratedDocs.PathOf(file);
        string text = File.ReadAllText(path);
        string current = GeneratedDocs.Replace(text, GeneratedDocs.Files[file](), file);
        if (s_update)
        {
            File.WriteAllText(path, current);
            return;
        }

        Assert.True(text == current, $"{file}: the generated part is out of date; run the tests once with MMLOCKS_UPDATE_DOCS=1 and commit the result");
    }

    [Fact]
    public void A_page_without_its_markers_is_refused()
    {
        var error = Assert.Throws<InvalidOperationException>(() => GeneratedDocs.Replace("# Title\n", "new\n", "docs/x.md"));
        Assert.Contains("docs/x.md", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_outside_the_markers_is_kept()
    {
        const string Before = "above\n<!-- begin generated -->\nold\n<!-- end generated -->\nbelow\n";
        Assert.Equal("above\n<!-- begin generated -->\nnew\n<!-- end generated -->\nbelow\n", GeneratedDocs.Replace(Before, "new\n", "docs/x.md"));
    }
}
