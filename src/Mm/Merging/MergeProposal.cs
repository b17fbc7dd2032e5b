using Mm.Files;
using Mm.Userfault;

namespace Mm.Merging;

/// <summary>What a range is to become: a new mapping, or an existing one with other attributes.</summary>
/// <param name="Start">First address.</param>
/// <param name="End">First address past it.</param>
/// <param name="PgOff">Offset in the object, in pages.</param>
/// <param name="Flags">The flags it is to have.</param>
/// <param name="File">The file, or null.</param>
/// <param name="AnonName">The name given by prctl, or null.</param>
/// <param name="Userfaultfd">The descriptor that it is registered with, or null.</param>
internal readonly record struct MergeProposal(
    ulong Start, ulong End, ulong PgOff, VmFlags Flags, MmFile? File, string? AnonName, Userfaultfd? Userfaultfd)
{
    /// <summary>Pages of the range.</summary>
    internal ulong Pages => PageMath.Pages(End - Start);
}
