using System.Runtime.CompilerServices;

namespace Mm.Locks;

/// <summary>A read section of an <see cref="RcuDomain"/>, until it is disposed. The default value holds nothing; disposing one variable twice is
/// harmless.</summary>
[ScopedLock]
public ref struct RcuGuard
{
    private readonly int _hold;
    private RcuDomain? _domain;

    internal RcuGuard(RcuDomain domain, int hold)
    {
        _domain = domain;
        _hold = hold;
    }

    /// <summary>Ends the read section.</summary>
    [ReleasesRead]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dispose()
    {
        RcuDomain? domain = _domain;
        if (domain is not null)
        {
            _domain = null;
            if (LockValidator.Enabled)
            {
                LockValidator.DisposingGuard(domain, RcuDomain.Class, _hold);
            }

            domain.Leave();
        }
    }
}
