namespace Mm.Benchmarks.Storage;

/// <summary>What the storage layer costs: nanoseconds per operation or page, and the ratios that are asked for.</summary>
internal static class StorageBenchmarks
{
    internal static int Run(string[] args)
    {
        if (args is [] or ["tree"])
        {
            TreeBenchmarks.Run();
        }

        if (args is [] or ["zap"])
        {
            ZapBenchmarks.Run();
        }

        // Never among the others: it is no way to unmap, only the floor below all of them.
        if (args is ["drop-tables"])
        {
            DropTablesBenchmarks.Run();
        }

        return 0;
    }
}
