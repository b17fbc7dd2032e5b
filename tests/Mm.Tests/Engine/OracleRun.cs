using System.Text;

namespace Mm.Tests.Engine;

/// <summary>Executes random operations on the engine and on the oracle and compares results, and after each the whole window.</summary>
internal sealed class OracleRun(MmStruct mm, PageOracle oracle, Random random, bool forks = true)
{
    private readonly StringBuilder _log = new();

    private PageOracle _oracle = oracle;

    internal void Steps(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Step();
            Compare();
        }
    }

    private void Step()
    {
        int first = random.Next(_oracle.Count);
        int count = 1 + random.Next(Math.Min(8, _oracle.Count - first));
        ulong at = EngineFixture.At(first);
        ulong bytes = (ulong)count * EngineFixture.Page;
        Prot prot = (Prot)random.Next(0, 4);
        switch (random.Next(14))
        {
            case 0:
            case 1:
            case 2:
                const MapFlags Flags = MapFlags.Private | MapFlags.Anonymous | MapFlags.Fixed;
                Check($"map {first}+{count} {prot}", mm.Mmap(at, bytes, prot, Flags), _oracle.Map(first, count, prot));
                break;
            case 3:
                Check($"unmap {first}+{count}", mm.Munmap(at, bytes), _oracle.Unmap(first, count));
                break;
            case 4:
            case 5:
                Check($"protect {first}+{count} {prot}", mm.Mprotect(at, bytes, prot), _oracle.Protect(first, count, prot));
                break;
            case 6:
                Check($"dontneed {first}+{count}", mm.Madvise(at, bytes, Advice.DontNeed), _oracle.DontNeed(first, count));
                break;
            case 7:
                bool install = random.Next(2) == 0;
                Advice advice = install ? Advice.GuardInstall : Advice.GuardRemove;
                Check($"{advice} {first}+{count}", mm.Madvise(at, bytes, advice), _oracle.Guard(first, count, install));
                break;
            case 8:
                bool locked = random.Next(2) == 0;
                long lockedResult = locked ? mm.Mlock2(at, bytes, MlockFlags.OnFault) : mm.Munlock(at, bytes);
                Check($"lock {first}+{count} {locked}", lockedResult, _oracle.Lock(first, count, locked));
                break;
            case 9:
                MoveStep(first, count);
                break;
            case 10:
                byte value = (byte)random.Next(1, 256);
                _log.AppendLine($"store {first} {value}");
                Assert.True(mm.Write(at + 8, [value]) == _oracle.Store(first, value), _log.ToString());
                break;
            case 11 when forks:
                ForkStep();
                break;
            default:
                byte byteToStore = (byte)random.Next(1, 256);
                _log.AppendLine($"store {first} {byteToStore}");
                Assert.True(mm.Write(at + 8, [byteToStore]) == _oracle.Store(first, byteToStore), _log.ToString());
                break;
        }
    }

    private void MoveStep(int first, int count)
    {
        int to = random.Next(_oracle.Count - count + 1);
        if (!_oracle.IsUniform(first, count) || (to < first + count && first < to + count))
            return;
        long expected = _oracle.Move(first, count, to);
        long result = mm.Mremap(
            EngineFixture.At(first), (ulong)count * EngineFixture.Page, (ulong)count * EngineFixture.Page,
            MremapFlags.MayMove | MremapFlags.Fixed, EngineFixture.At(to));
        Check($"move {first}+{count} to {to}", result, expected);
    }

    /// <summary>The child goes on for a while on its own; then the parent is as it was.</summary>
    private void ForkStep()
    {
        _log.AppendLine("fork");
        using MmStruct? child = mm.Fork(out long error);
        Assert.True(error == 0, _log.ToString());
        OracleRun inChild = new(child!, _oracle.Clone(), random, forks: false);
        inChild._log.Append(_log);
        inChild.Compare();
        for (int i = random.Next(6); i > 0; i--)
        {
            inChild.Step();
            inChild.Compare();
        }
        child!.VerifyInvariants();
    }

    private void Check(string what, long result, long expected)
    {
        _log.AppendLine($"{what} = {result}");
        Assert.True(result == expected, $"{expected} expected\n{_log}");
    }

    private void Compare()
    {
        byte[] loaded = new byte[1];
        for (int i = 0; i < _oracle.Count; i++)
        {
            FaultOutcome expected = _oracle.Load(i, out byte value);
            FaultOutcome outcome = mm.Read(EngineFixture.At(i) + 8, loaded);
            Assert.True(outcome == expected, $"load {i}: {outcome}, {expected} expected\n{_log}");
            Assert.True(!outcome.IsOk || loaded[0] == value, $"load {i}: {loaded[0]}, {value} expected\n{_log}");
        }
    }
}
