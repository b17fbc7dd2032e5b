namespace Mm;

/// <summary>The figures of an address space at one moment; read without locks, so they may be of slightly different moments.</summary>
/// <param name="MapCount">Mappings.</param>
/// <param name="TotalVm">Mapped pages.</param>
/// <param name="LockedVm">Locked pages.</param>
/// <param name="DataVm">Pages of private writable mappings.</param>
/// <param name="ExecVm">Pages of executable mappings.</param>
/// <param name="StackVm">Pages of stacks.</param>
/// <param name="RssAnon">Resident anonymous pages.</param>
/// <param name="RssFile">Resident file pages.</param>
/// <param name="RssShmem">Resident pages of shared memory.</param>
/// <param name="PageTablesBytes">Bytes of page tables.</param>
public readonly record struct MmCounters(
    int MapCount,
    ulong TotalVm,
    ulong LockedVm,
    ulong DataVm,
    ulong ExecVm,
    ulong StackVm,
    long RssAnon,
    long RssFile,
    long RssShmem,
    long PageTablesBytes);
