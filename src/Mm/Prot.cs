namespace Mm;

/// <summary>Protection bits of mmap and mprotect. Bits that are not listed are ignored by mmap and refused by mprotect.</summary>
[Flags]
public enum Prot : ulong
{
    /// <summary>PROT_NONE.</summary>
    None = 0,

    /// <summary>PROT_READ.</summary>
    Read = 1,

    /// <summary>PROT_WRITE.</summary>
    Write = 2,

    /// <summary>PROT_EXEC.</summary>
    Exec = 4,

    /// <summary>PROT_SEM, accepted and without effect.</summary>
    Sem = 8,

    /// <summary>PROT_GROWSDOWN: mprotect applies to the start of a stack mapping on.</summary>
    GrowsDown = 0x01000000,

    /// <summary>PROT_GROWSUP: no mapping of x86-64 grows upwards.</summary>
    GrowsUp = 0x02000000,

    /// <summary>Read and write.</summary>
    ReadWrite = Read | Write,
}
