namespace Mm.Analyzers.Cost;

/// <summary>Analyzers that run together: the files that the compiler is given.</summary>
internal sealed record AnalyzerSet(string Name, IReadOnlyList<string> Files);

/// <summary>CPU time of one compilation, in milliseconds.</summary>
internal sealed class CpuTimes
{
    private readonly List<double> _all = [];

    public double Minimum => _all.Min();

    public double LowerQuartile => _all.Order().ElementAt(_all.Count / 4);

    public double Median => _all.Order().ElementAt(_all.Count / 2);

    public void Add(double milliseconds) => _all.Add(milliseconds);
}
