using System.Runtime;

namespace MunmapLab.Compare;

/// <summary>Counts what the runtime does on its own account while something is timed.</summary>
internal readonly struct RuntimeNoise
{
    private readonly int _collections;
    private readonly long _methods;

    private RuntimeNoise(int collections, long methods)
    {
        _collections = collections;
        _methods = methods;
    }

    /// <summary>Garbage collections of any generation.</summary>
    public int Collections => _collections;

    /// <summary>Methods compiled.</summary>
    public int Methods => (int)Math.Min(int.MaxValue, _methods);

    public static RuntimeNoise Now => new(GC.CollectionCount(0), JitInfo.GetCompiledMethodCount());

    public static RuntimeNoise operator -(RuntimeNoise later, RuntimeNoise earlier) =>
        new(later._collections - earlier._collections, later._methods - earlier._methods);
}
