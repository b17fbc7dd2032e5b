namespace Mm.Tlb;

/// <summary>The simulated CPUs of a machine. Each thread that touches the machine's memory runs on one of them.</summary>
public sealed class CpuSet
{
    /// <summary>CPUs that a machine can have: a set of them is a word.</summary>
    public const int MaxCount = 64;

    [ThreadStatic]
    private static CpuSet? t_set;

    [ThreadStatic]
    private static Cpu? t_cpu;

    private readonly Cpu[] _cpus;
    private readonly ThreadLocal<Cpu> _assigned;
    private int _threads;

    /// <summary>A machine's CPUs.</summary>
    /// <param name="count">How many; 1 to <see cref="MaxCount"/>.</param>
    public CpuSet(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCount);
        _cpus = new Cpu[count];
        for (var i = 0; i < count; i++)
        {
            _cpus[i] = new Cpu(i);
        }

        // A thread gets the next CPU in turn when it first comes; the sum orders nothing else.
        _assigned = new ThreadLocal<Cpu>(() => _cpus[(int)((uint)(Interlocked.Increment(ref _threads) - 1) % (uint)_cpus.Length)]);
    }

    /// <summary>How many there are.</summary>
    public int Count => _cpus.Length;

    /// <summary>A CPU by number.</summary>
    /// <param name="index">From 0 on.</param>
    public Cpu this[int index] => _cpus[index];

    /// <summary>The CPU that the calling thread runs on.</summary>
    public Cpu Current => ReferenceEquals(t_set, this) ? t_cpu! : FindCurrent();

    /// <summary>Has the calling thread run on a CPU of its choice from now on.</summary>
    /// <param name="index">Which.</param>
    public void Bind(int index)
    {
        _assigned.Value = _cpus[index];
        t_set = null;
    }

    private Cpu FindCurrent()
    {
        t_cpu = _assigned.Value;
        t_set = this;
        return t_cpu!;
    }
}
