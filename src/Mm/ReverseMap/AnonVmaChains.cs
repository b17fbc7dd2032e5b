using Mm.Locks;

namespace Mm.ReverseMap;

/// <summary>Connects mappings with the anon_vmas that their pages may be registered with.</summary>
internal static class AnonVmaChains
{
    /// <summary>Gives a mapping an anon_vma if it has none (<c>anon_vma_prepare</c>): a neighbour's if they could merge later, else a new one.</summary>
    /// <remarks>Two faults may do this at once. The compare-and-swap decides; it is done under the anon_vma's lock, so that a walker of its mappings, which
    /// takes that lock, finds the link of every mapping whose pages it can meet.</remarks>
    [RequiresRead("mm.MmapLock")]
    internal static void Prepare(MmStruct mm, [OwnedBy("mm")] Vma vma)
    {
        if (vma.AnonVma != null)
            return;
        AnonVma? reused = FindMergeable(mm, vma);
        AnonVma anon = reused ?? new AnonVma(mm.System.AnonVmas, null);
        AnonVmaChain link = new(vma, anon);
        bool won;
        using (anon.Lock.Write())
        {
            // Pairs with the read in every fault and merge; a plain store would let two faults both believe that they connected the mapping,
            // and pages registered with the loser's anon_vma would not be found by reverse mapping.
            won = Interlocked.CompareExchange(ref vma.AnonVma, anon, null) == null;
            if (won && ReferenceEquals(vma.AnonVma, anon))
            {
                vma.Chain = link;
                anon.Mappings.Insert(link, vma.PgOff, vma.Start, vma.End);
                anon.ActiveVmas++;
            }
        }
        if (!won && reused == null)
            mm.System.AnonVmas.Remove(anon);
    }

    /// <summary>Links a mapping to everything that another one is linked to (<c>anon_vma_clone</c>), and gives it the same anon_vma.</summary>
    [RequiresWrite("mm.MmapLock")]
    [RequiresWrite("to.VmLock")]
    internal static void Clone(MmStruct mm, [OwnedBy("mm")] Vma from, [OwnedBy("mm")] Vma to)
    {
        AnonVma? anon = from.AnonVma;
        if (anon == null || to.AnonVma != null)
            return;
        for (AnonVmaChain? link = from.Chain; link != null; link = link.NextOfVma)
            AddLink(to, link.AnonVma);
        to.AnonVma = anon;
        using (anon.Lock.Write())
            anon.ActiveVmas++;
    }

    /// <summary>Links a child's copy of a mapping to the parent's anon_vmas and to one of its own (<c>anon_vma_fork</c>).</summary>
    /// <remarks>Pages that were there before the fork stay registered with the parent's; what the child writes is registered with its own, which the parent's
    /// mapping is not linked to.</remarks>
    [RequiresWrite("parentMm.MmapLock", "childMm.MmapLock")]
    [RequiresWrite("child.VmLock")]
    internal static void Fork(MmStruct parentMm, [OwnedBy("parentMm")] Vma parent, MmStruct childMm, [OwnedBy("childMm")] Vma child)
    {
        AnonVma? parentAnon = parent.AnonVma;
        if (parentAnon == null || child.AnonVma != null)
            return;
        AnonVma? reusable = null;
        for (AnonVmaChain? link = parent.Chain; link != null; link = link.NextOfVma)
        {
            AnonVma linked = link.AnonVma;
            AddLink(child, linked);
            using (linked.Lock.Read())
            {
                if (reusable == null && linked.Parent != null && linked.Children < 2 && linked.ActiveVmas == 0)
                    reusable = linked;
            }
        }
        AnonVma own = reusable ?? new AnonVma(childMm.System.AnonVmas, parentAnon);
        if (reusable == null)
        {
            using (parentAnon.Lock.Write())
                parentAnon.Children++;
            AddLink(child, own);
        }
        using (own.Lock.Write())
            own.ActiveVmas++;
        child.AnonVma = own;
    }

    /// <summary>Takes a mapping out of every anon_vma (<c>unlink_anon_vmas</c>). The mapping keeps the references until it is reset.</summary>
    [RequiresUpdate("mm.MmapLock")]
    internal static void Unlink(MmStruct mm, [OwnedBy("mm"), NoEscape] Vma vma)
    {
        AnonVma? own = vma.AnonVma;
        if (own == null)
            return;
        using (own.Lock.Write())
            own.ActiveVmas--;
        for (AnonVmaChain? link = vma.Chain; link != null; link = link.NextOfVma)
        {
            AnonVma anon = link.AnonVma;
            using (anon.Lock.Write())
                anon.Mappings.Remove(link);
            Release(anon);
        }
    }

    /// <summary>Unlinks a mapping that stays (mremap with MREMAP_DONTUNMAP), so that its next page registers anew.</summary>
    [RequiresWrite("mm.MmapLock")]
    [RequiresWrite("vma.VmLock")]
    internal static void UnlinkAndReset(MmStruct mm, [OwnedBy("mm")] Vma vma)
    {
        Unlink(mm, vma);
        vma.AnonVma = null;
        vma.Chain = null;
    }

    /// <summary>Takes the links of a mapping out of the trees, before its bounds change.</summary>
    [RequiresRead("mm.MmapLock")]
    [RequiresWrite("vma.AnonVma.Lock")]
    internal static void RemoveForUpdate(MmStruct mm, [OwnedBy("mm")] Vma vma)
    {
        for (AnonVmaChain? link = vma.Chain; link != null; link = link.NextOfVma)
        {
            AnonVma linked = link.AnonVma;
            if (ReferenceEquals(linked.Lock, vma.AnonVma!.Lock))
                linked.Mappings.Remove(link);
        }
    }

    /// <summary>Puts the links back, with the bounds that the mapping has now.</summary>
    [RequiresRead("mm.MmapLock")]
    [RequiresWrite("vma.AnonVma.Lock")]
    internal static void InsertAfterUpdate(MmStruct mm, [OwnedBy("mm")] Vma vma)
    {
        for (AnonVmaChain? link = vma.Chain; link != null; link = link.NextOfVma)
        {
            AnonVma linked = link.AnonVma;
            if (ReferenceEquals(linked.Lock, vma.AnonVma!.Lock))
                linked.Mappings.Insert(link, vma.PgOff, vma.Start, vma.End);
        }
    }

    [RequiresRead("mm.MmapLock")]
    private static AnonVma? FindMergeable(MmStruct mm, [OwnedBy("mm")] Vma vma)
    {
        Vma? next = mm.NextVma(vma);
        if (next != null && Reusable(mm, vma, next, next) is { } fromNext)
            return fromNext;
        Vma? prev = mm.PreviousVma(vma.Start);
        return prev != null ? Reusable(mm, prev, vma, prev) : null;
    }

    /// <summary>The anon_vma of a neighbour, if the two differ in access rights alone and the neighbour is no fork child.</summary>
    [RequiresRead("mm.MmapLock")]
    private static AnonVma? Reusable(MmStruct mm, [OwnedBy("mm")] Vma low, [OwnedBy("mm")] Vma high, [OwnedBy("mm")] Vma owner)
    {
        const VmFlags MayDiffer = VmFlags.AccessMask | VmFlags.IgnoreMerge;
        if (low.End != high.Start
            || !ReferenceEquals(low.MappedFile, high.MappedFile)
            || ((low.Flags ^ high.Flags) & ~MayDiffer) != 0
            || low.PgOff + low.PageCount != high.PgOff)
            return null;
        AnonVma? anon = owner.AnonVma;
        return anon != null && owner.Chain is { NextOfVma: null } ? anon : null;
    }

    [RequiresWrite("vma.VmLock")]
    [RequiresWrite("vma.Mm.MmapLock")]
    private static void AddLink(Vma vma, AnonVma anon)
    {
        AnonVmaChain link = new(vma, anon);
        using (anon.Lock.Write())
            anon.Mappings.Insert(link, vma.PgOff, vma.Start, vma.End);
        if (vma.AnonVma != null)
            throw new InvalidOperationException("Links are added before the anon_vma is set.");
        link.NextOfVma = vma.Chain;
        vma.Chain = link;
    }

    /// <summary>Forgets an anon_vma that nothing refers to any more, and its ancestors that only it kept.</summary>
    private static void Release(AnonVma anon)
    {
        for (AnonVma? current = anon; current != null; current = current.Parent)
        {
            AnonVma? parent = current.Parent;
            using (current.Lock.Write())
            {
                if (current.Mappings.Count != 0 || current.Children != 0 || current.Forgotten)
                    return;
                current.Forgotten = true;
            }
            if (parent != null)
            {
                using (parent.Lock.Write())
                    parent.Children--;
            }
            current.Registry.Remove(current);
        }
    }
}
