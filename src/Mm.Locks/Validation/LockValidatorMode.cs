namespace Mm.Locks;

/// <summary>What the runtime validator does with a finding.</summary>
public enum LockValidatorMode
{
    /// <summary>Throws <see cref="LockValidationException"/>, before the operation takes place.</summary>
    Throw,

    /// <summary>Keeps the report and lets the operation go on.</summary>
    Collect,
}
