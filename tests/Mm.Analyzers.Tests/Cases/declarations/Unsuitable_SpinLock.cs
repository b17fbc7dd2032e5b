// A SpinLock is a struct: what locks a copy of it excludes nobody.
using System.Threading;
using Mm.Locks;

namespace Cases;

public class SpinCopies
{
    private readonly SpinLock _frozen = new(false);
    private SpinLock _spin = new(false);
    private SpinLock Property => _spin;
    private ref SpinLock ByRef => ref _spin;
    private readonly SpinLock[] _stripes = new SpinLock[4];

    public void Frozen() { bool taken = false; _frozen.Enter(ref taken); _frozen.Exit(); } // MML005
    public void ThroughProperty() { bool taken = false; Property.Enter(ref taken); Property.Exit(); } // MML005, MML201?, MML202?
    public void CopiedLocal() { bool taken = false; var copy = _spin; copy.Enter(ref taken); copy.Exit(); } // MML005
    public void ByValue(SpinLock spin) { bool taken = false; spin.Enter(ref taken); spin.Exit(); } // MML005
    public void ByIn(in SpinLock spin) { bool taken = false; spin.Enter(ref taken); spin.Exit(); } // MML005

    public void Field() { bool taken = false; _spin.Enter(ref taken); _spin.Exit(); }
    public void RefProperty() { bool taken = false; ByRef.Enter(ref taken); ByRef.Exit(); }
    public void RefLocal() { bool taken = false; ref var spin = ref _spin; spin.Enter(ref taken); spin.Exit(); }
    public void RefParameter(ref SpinLock spin) { bool taken = false; spin.Enter(ref taken); spin.Exit(); }
    public void Element() { bool taken = false; _stripes[0].Enter(ref taken); _stripes[0].Exit(); }
    public void OwnLocal() { bool taken = false; var spin = new SpinLock(false); spin.Enter(ref taken); spin.Exit(); }
}
