using Mm.Faults;
using Mm.Strategies;

namespace Mm.Tests.Engine;

public sealed class OracleTests
{
    public static TheoryData<string, string> Combinations()
    {
        TheoryData<string, string> data = [];
        foreach (UnmapStrategy unmap in UnmapStrategies.All)
        {
            foreach (FaultStrategy fault in FaultStrategies.All)
            {
                if (StrategyCombination.Refuse(unmap, fault, unmap.DefaultProtocol) == null)
                    data.Add(unmap.Name, fault.Name);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void RandomOperationsDoToEveryPageWhatTheOracleSays(string unmapName, string faultName)
    {
        Assert.True(UnmapStrategies.TryGet(unmapName, out UnmapStrategy? unmap));
        Assert.True(FaultStrategies.TryGet(faultName, out FaultStrategy? fault));
        for (int seed = 0; seed < 40; seed++)
        {
            using EngineFixture f = new(options: EngineFixture.With(unmap, fault));
            new OracleRun(f.Mm, new PageOracle(32), new Random(seed)).Steps(120);
        }
    }
}
