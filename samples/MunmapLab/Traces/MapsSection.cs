namespace MunmapLab.Traces;

/// <summary>One recorded layout: the text of <c>/proc/N/maps</c> at one moment.</summary>
/// <param name="Process">The process id.</param>
/// <param name="At">The moment: <c>exec1</c>, <c>exec2</c>, ... after an execve, <c>exit</c> before the end.</param>
/// <param name="Comm">Name of the program.</param>
/// <param name="Line">The line of the section's heading, counted from 1.</param>
/// <param name="Ranges">The mapped ranges in ascending order.</param>
internal sealed record MapsSection(int Process, string At, string Comm, int Line, IReadOnlyList<MapsRange> Ranges)
{
    public bool IsExec => At.StartsWith("exec", StringComparison.Ordinal);
}

/// <summary>One line of <c>/proc/N/maps</c>.</summary>
/// <param name="Start">First address.</param>
/// <param name="End">The address behind the last.</param>
/// <param name="Permissions">Four letters, <c>rwxp</c> or <c>-</c>; the last is p or s.</param>
/// <param name="Offset">Offset in the file, in bytes.</param>
/// <param name="Inode">The file's inode; 0 for anonymous memory.</param>
/// <param name="Path">The file, a name in brackets, or empty.</param>
internal sealed record MapsRange(ulong Start, ulong End, string Permissions, ulong Offset, ulong Inode, string Path);
