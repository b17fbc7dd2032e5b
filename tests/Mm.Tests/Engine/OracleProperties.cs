using FsCheck;
using FsCheck.Fluent;
using Mm.Strategies;

namespace Mm.Tests.Engine;

/// <summary>The oracle's comparison with sequences that FsCheck makes, and makes shorter where they fail.</summary>
public sealed class OracleProperties
{
    [Fact]
    public void EverySequenceDoesToEveryPageWhatTheOracleSays()
    {
        Gen<int[]> numbers = Gen.Choose(0, 1 << 20).ArrayOf().Where(values => values.Length >= 4);
        Prop.ForAll(numbers.ToArbitrary(), values =>
        {
            UnmapStrategy strategy = UnmapStrategies.All[values[0] % UnmapStrategies.All.Count];
            using EngineFixture f = new(options: new MmOptions { UnmapStrategy = strategy });
            new OracleRun(f.Mm, new PageOracle(16), new ScriptedRandom(values)).Steps(values.Length / 2);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40).WithEndSize(100));
    }

    /// <summary>Draws its numbers from a list, so that a shorter list is a shorter run.</summary>
    private sealed class ScriptedRandom(int[] values) : Random
    {
        private int _next;

        public override int Next(int maxValue) => maxValue == 0 ? 0 : values[_next++ % values.Length] % maxValue;

        public override int Next(int minValue, int maxValue) => minValue + Next(maxValue - minValue);
    }
}
