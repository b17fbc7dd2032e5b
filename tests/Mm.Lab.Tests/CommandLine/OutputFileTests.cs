using MunmapLab.CommandLine;

namespace Mm.Lab.Tests.CommandLine;

public sealed class OutputFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("mmlab").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void WritesTheFile()
    {
        string path = Path.Combine(_directory, "a.json");
        OutputFile file = OutputFile.Check(path);
        Assert.False(File.Exists(path));

        file.Write("{}", TextWriter.Null);

        Assert.Equal("{}\n", File.ReadAllText(path));
    }

    [Fact]
    public void KeepsWhatIsThereUntilThereIsAResult()
    {
        string path = Path.Combine(_directory, "a.json");
        File.WriteAllText(path, "before");

        OutputFile.Check(path);

        Assert.Equal("before", File.ReadAllText(path));
    }

    [Fact]
    public void ADashIsStandardOutput()
    {
        var text = new StringWriter { NewLine = "\n" };

        OutputFile.Check("-").Write("{}", text);

        Assert.Equal("{}\n", text.ToString());
    }

    [Fact]
    public void ADirectoryIsRefused() =>
        Assert.Contains("it is a directory", Assert.Throws<UsageException>(() => OutputFile.Check(_directory)).Message);

    [Fact]
    public void AFileInNoDirectoryIsRefused() =>
        Assert.Contains(
            "its directory does not exist", Assert.Throws<UsageException>(() => OutputFile.Check(Path.Combine(_directory, "no", "a.json"))).Message);

    [Fact]
    public void AnEmptyNameIsRefused() => Assert.Throws<UsageException>(() => OutputFile.Check(""));
}
