using System.Globalization;
using System.Reflection;
using Mm.Faults;
using Mm.Files;
using Mm.Locks;
using Mm.Strategies;
using Mm.Userfault;
using Xunit.Abstractions;

namespace Mm.Tests.Fuzz;

/// <summary>
/// Whatever arguments come, the engine answers with an error number or a signal; it neither throws nor breaks, and nothing is lost. The invariants are looked at
/// after every call. The environment variable MMLOCKS_RANDOM_OPERATIONS sets the number of calls, all strategies together; MMLOCKS_RANDOM_SEED the first seed.
/// </summary>
public sealed class CallFuzzTests(ITestOutputHelper output)
{
    /// <summary>Calls to one machine: then another one, with other limits, begins.</summary>
    private const int CallsOfAMachine = 500;

    /// <summary>Each strategy sees other calls than the others.</summary>
    private const int SeedsOfAStrategy = 1_000_000;

    private static readonly long s_calls = Number("MMLOCKS_RANDOM_OPERATIONS", 20_000);
    private static readonly int s_firstSeed = (int)Number("MMLOCKS_RANDOM_SEED", 1);

    public static TheoryData<string, string> Combinations => Engine.OracleTests.Combinations();

    [Theory]
    [MemberData(nameof(Combinations))]
    public void AnyArgumentsAreAnswered(string unmapName, string faultName)
    {
        Assert.True(UnmapStrategies.TryGet(unmapName, out UnmapStrategy? unmap));
        Assert.True(FaultStrategies.TryGet(faultName, out FaultStrategy? fault));
        long calls = s_calls / Combinations.Count();
        SortedDictionary<string, long> answers = new(StringComparer.Ordinal);
        int combination = Combinations.Select((c, i) => ((string)c[0] == unmapName && (string)c[1] == faultName, i)).Single(c => c.Item1).i;
        for (int seed = s_firstSeed + (combination * SeedsOfAStrategy); calls > 0; seed++, calls -= CallsOfAMachine)
            Run(seed, (int)Math.Min(calls, CallsOfAMachine), unmap, fault, answers);
        foreach ((string answer, long times) in answers)
            output.WriteLine($"{answer,-30} {times}");
        Assert.Contains("Mmap ok", answers.Keys);
    }

    /// <summary>A call that is added to the engine has to be added here: this names the one that is missing.</summary>
    [Fact]
    public void EveryCallIsMade()
    {
        IEnumerable<string> calls = typeof(MmStruct).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(m => !m.IsSpecialName)
            .Where(m => m.ReturnType == typeof(FaultOutcome) || m.GetCustomAttributes<ExcludesAttribute>().Any())
            .Select(m => m.Name).Where(name => name != nameof(MmStruct.VerifyInvariants));
        Assert.Empty(calls.Except(FuzzCalls.OfPrograms.Select(c => c.Name)));
        Assert.Empty(Answering(typeof(Userfaultfd)).Except(FuzzCalls.OfDescriptors.Select(c => c.Name)));
        Assert.Empty(Answering(typeof(AddressSpace)).Except(FuzzCalls.OfFiles.Select(c => c.Name)));
    }

    private static IEnumerable<string> Answering(Type type) => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(m => !m.IsSpecialName && m.Name != nameof(IDisposable.Dispose)).Select(m => m.Name);

    private static void Run(int seed, int calls, UnmapStrategy unmap, FaultStrategy fault, SortedDictionary<string, long> answers)
    {
        FuzzedMachine machine = new(seed, unmap, fault);
        int call = 0;
        try
        {
            for (; call < calls; call++)
            {
                long result = FuzzCalls.Make(machine);
                Assert.True(result >= 0 || !char.IsAsciiDigit(Errno.Name(-result)[0]), $"it returned {result}");
                string answer = $"{machine.LastCall} {(result >= 0 ? "ok" : Errno.Name(-result))}";
                answers[answer] = answers.GetValueOrDefault(answer) + 1;
            }
        }
        catch (Exception e)
        {
            // The machine is not disposed of: that would only throw again, about what follows from it.
            throw new InvalidOperationException($"seed {seed}, call {call}, {machine.LastCall}, {unmap.Name}, {fault.Name}", e);
        }
        machine.Dispose();
    }

    private static long Number(string variable, long otherwise) =>
        long.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out long value) ? value : otherwise;
}
