using System.Numerics;
using System.Runtime.CompilerServices;
using Mm.Frames;
using Mm.Locks;
using Mm.Tlb;

namespace Mm.PageTables;

/// <content>Taking entries out, a table at a time: the hot loop of every unmap.</content>
public sealed partial class PteTable
{
    /// <summary>The frame of the entry so many places ahead is brought into the cache.</summary>
    private const int PrefetchDistance = 8;

    /// <summary>Clears the entries of a range of the table.</summary>
    /// <param name="first">First index.</param>
    /// <param name="end">Index past the last.</param>
    /// <param name="flags">What to leave.</param>
    /// <param name="frames">The machine's frames.</param>
    /// <param name="batch">Takes the frames; it has room for a table's worth.</param>
    /// <param name="rss">Counts what goes.</param>
    /// <returns>How many entries that mapped something were cleared.</returns>
    [RequiresWrite("Lock")]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int Zap(int first, int end, ZapFlags flags, FrameTable frames, GatherBatch batch, ref RssDelta rss)
    {
        var mapped = 0;
        var cleared = 0;
        var gathered = 0;
        var anon = 0;
        ref var room = ref Unsafe.AsRef(in batch.Room[0]);
        for (var low = first & ~(WordBits - 1); low < end; low += WordBits)
        {
            ref var word = ref _used[low / WordBits];
            var bits = word & MaskOf(first - low, end - low);
            word &= ~bits;
            for (; bits != 0; bits &= bits - 1)
            {
                var index = low + BitOperations.TrailingZeroCount(bits);
                var entry = Get(index);
                if ((entry.Raw & (Pte.MappedBits | Pte.SpecialBit)) is Pte.PresentBit or Pte.ProtNoneBit)
                {
                    frames.Prefetch((uint)(Entries[(index + PrefetchDistance) & (Geometry.Entries - 1)] >> Pte.FrameShift));
                    var kind = frames.Unmap(entry.Frame, entry.Harvest);
                    Unsafe.Add(ref room, gathered++) = entry.Frame.Number;
                    if ((kind & FrameFlags.Anon) != 0)
                    {
                        anon++;
                    }
                    else
                    {
                        rss.Count(kind, -1);
                    }

                    mapped++;
                }
                else if (entry.IsMapped)
                {
                    mapped++;
                }
                else if ((flags & ZapFlags.KeepMarks) != 0)
                {
                    word |= 1UL << index;
                    continue;
                }

                Entries[index] = 0;
                cleared++;
            }
        }

        AddLive(-cleared);
        rss.Anon -= anon;
        batch.Added(gathered);
        return mapped;
    }

    /// <summary>The bits of a word from one position to another; positions outside of the word are its ends.</summary>
    private static ulong MaskOf(int from, int to)
    {
        var mask = ulong.MaxValue;
        if (from > 0)
        {
            mask <<= from;
        }

        if (to < WordBits)
        {
            mask &= (1UL << to) - 1;
        }

        return mask;
    }
}
