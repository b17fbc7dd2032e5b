namespace Mm.Conformance.Sequences;

/// <summary>What an operation of a sequence does. The names in the text form are the same in lower case.</summary>
public enum OperationKind
{
    /// <summary>mmap: address, length, protection, flags, file number or -1, offset.</summary>
    Mmap,

    /// <summary>munmap: address, length.</summary>
    Munmap,

    /// <summary>mprotect: address, length, protection.</summary>
    Mprotect,

    /// <summary>madvise: address, length, advice.</summary>
    Madvise,

    /// <summary>mremap: old address, old length, new length, flags, new address.</summary>
    Mremap,

    /// <summary>mlock: address, length.</summary>
    Mlock,

    /// <summary>mlock2: address, length, flags.</summary>
    Mlock2,

    /// <summary>munlock: address, length.</summary>
    Munlock,

    /// <summary>mlockall: flags.</summary>
    Mlockall,

    /// <summary>munlockall.</summary>
    Munlockall,

    /// <summary>brk: the new break.</summary>
    Brk,

    /// <summary>msync: address, length, flags.</summary>
    Msync,

    /// <summary>mincore: address, length.</summary>
    Mincore,

    /// <summary>mseal: address, length.</summary>
    Mseal,

    /// <summary>fork: the number of the new process.</summary>
    Fork,

    /// <summary>The process ends.</summary>
    Exit,

    /// <summary>The program loads a byte: address.</summary>
    Read,

    /// <summary>The program stores a byte: address, value.</summary>
    Write,

    /// <summary>The program calls an address that holds a return instruction: address.</summary>
    Execute,

    /// <summary>Reads a byte of another process as ps does: process, address.</summary>
    Peek,

    /// <summary>Writes a byte of another process: process, address, value.</summary>
    Poke,

    /// <summary>ftruncate: file, size.</summary>
    Truncate,

    /// <summary>fallocate, punching a hole: file, offset, length.</summary>
    Punch,

    /// <summary>Reads a byte of a file: file, offset.</summary>
    Fread,

    /// <summary>Writes a byte of a file: file, offset, value.</summary>
    Fwrite,

    /// <summary>setrlimit: limit, value.</summary>
    Limit,
}
