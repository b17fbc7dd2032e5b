using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mm.PageTables;

/// <summary>An array in native memory: the entries of a page table, the metadata of frames, the bytes of a frame. The one place in the engine with raw
/// pointers.</summary>
/// <remarks>A handle, not an owner: whoever allocated it frees it, once, and keeps it reachable for nobody. It has no lock of its own; the members of its
/// owner that
/// hand out elements carry the contract.</remarks>
/// <typeparam name="T">The element.</typeparam>
internal readonly unsafe struct RawTable<T>
    where T : unmanaged
{
    private const int CacheLine = 64;

    private readonly T* _first;
    private readonly int _length;

    private RawTable(T* first, int length)
    {
        _first = first;
        _length = length;
    }

    /// <summary>Whether there is no memory behind the handle.</summary>
    internal bool IsNull => _first is null;

    internal int Length => _length;

    /// <summary>Its size in bytes.</summary>
    internal long Bytes => (long)_length * sizeof(T);

    /// <summary>An element. The index is tested in debug builds; callers get theirs by masking or from a bitmap of the same length.</summary>
    /// <param name="index">Which.</param>
    internal ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Debug.Assert((uint)index < (uint)_length, "index outside of a native table");
            return ref _first[index];
        }
    }

    /// <summary>All elements.</summary>
    internal Span<T> Span => new(_first, _length);

    /// <summary>Asks the processor to have an element in its cache soon. A hint: an index outside of the table does no harm.</summary>
    /// <param name="index">Which.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Prefetch(int index)
    {
        if (System.Runtime.Intrinsics.X86.Sse.IsSupported)
        {
            System.Runtime.Intrinsics.X86.Sse.Prefetch0(_first + index);
        }
    }

    /// <summary>As <see cref="Prefetch"/>, for every element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void PrefetchAll()
    {
        if (System.Runtime.Intrinsics.X86.Sse.IsSupported)
        {
            for (var line = (byte*)_first; line < (byte*)_first + Bytes; line += CacheLine)
            {
                System.Runtime.Intrinsics.X86.Sse.Prefetch0(line);
            }
        }
    }

    /// <summary>The memory as a number, to be kept in native memory itself.</summary>
    internal nint Handle => (nint)_first;

    /// <summary>The table that a handle is of.</summary>
    /// <param name="handle">What <see cref="Handle"/> gave; 0 for a null table.</param>
    /// <param name="length">How many elements it has.</param>
    internal static RawTable<T> FromHandle(nint handle, int length) => new((T*)handle, length);

    /// <summary>Allocates zeroed memory.</summary>
    /// <param name="length">How many elements.</param>
    /// <param name="budget">What the memory is charged to.</param>
    /// <param name="table">The memory; a null handle if there is none.</param>
    /// <returns>False if the budget or the system has no more; nothing is charged then.</returns>
    internal static bool TryAllocate(int length, NativeBudget budget, out RawTable<T> table)
    {
        var bytes = (long)length * sizeof(T);
        if (budget.TryCharge(bytes))
        {
            try
            {
                table = new RawTable<T>((T*)NativeMemory.AllocZeroed((nuint)length, (nuint)sizeof(T)), length);
                return true;
            }
            catch (OutOfMemoryException)
            {
                budget.Uncharge(bytes);
            }
        }

        table = default;
        return false;
    }

    /// <summary>Gives the memory back.</summary>
    /// <param name="budget">What it was charged to.</param>
    internal void Free(NativeBudget budget)
    {
        if (_first is not null)
        {
            NativeMemory.Free(_first);
            budget.Uncharge(Bytes);
        }
    }
}
