namespace Mm;

/// <summary>What an access does.</summary>
public enum AccessKind
{
    /// <summary>A load.</summary>
    Read,

    /// <summary>A store.</summary>
    Write,

    /// <summary>An instruction fetch.</summary>
    Exec,
}

/// <summary>The signal that an access ends with.</summary>
public enum Signal
{
    /// <summary>None: the access succeeded.</summary>
    None = 0,

    /// <summary>SIGBUS.</summary>
    Bus = 7,

    /// <summary>SIGKILL: the simulated machine ran out of memory.</summary>
    Kill = 9,

    /// <summary>SIGSEGV.</summary>
    Segv = 11,
}

/// <summary>How an access ended: it succeeded, or with a signal and its <c>si_code</c>.</summary>
/// <param name="Signal">The signal, or <see cref="Signal.None"/>.</param>
/// <param name="Code">The <c>si_code</c>; 0 on success.</param>
public readonly record struct FaultOutcome(Signal Signal, int Code)
{
    /// <summary>The access succeeded.</summary>
    public static FaultOutcome Ok => default;

    /// <summary>SIGSEGV, SEGV_MAPERR: nothing is mapped there, or a guard.</summary>
    public static FaultOutcome MapErr => new(Signal.Segv, 1);

    /// <summary>SIGSEGV, SEGV_ACCERR: the mapping does not permit the access.</summary>
    public static FaultOutcome AccErr => new(Signal.Segv, 2);

    /// <summary>SIGBUS, BUS_ADRERR: beyond the end of the file, or a deleted mapping.</summary>
    public static FaultOutcome BusAdrErr => new(Signal.Bus, 2);

    /// <summary>SIGKILL: no frame was to be had.</summary>
    public static FaultOutcome OutOfMemory => new(Signal.Kill, 0);

    /// <summary>Whether the access succeeded.</summary>
    public bool IsOk => Signal == Signal.None;

    /// <inheritdoc/>
    public override string ToString() => Signal switch
    {
        Signal.None => "ok",
        Signal.Kill => "SIGKILL",
        Signal.Bus => Code == 2 ? "SIGBUS/BUS_ADRERR" : $"SIGBUS/{Code}",
        _ => Code == 1 ? "SIGSEGV/SEGV_MAPERR" : "SIGSEGV/SEGV_ACCERR",
    };
}
