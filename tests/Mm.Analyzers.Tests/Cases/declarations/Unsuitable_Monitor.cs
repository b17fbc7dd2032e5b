// What must not be locked through Monitor.
using System;
using System.Reflection;
using System.Threading;
using Mm.Locks;

namespace Cases;

public class Unsuitable
{
    private const string Name = "name";
    private readonly string _text = "text";
    private readonly int _number = 3;
    private readonly Lock _lock = new();
    private readonly object _hidden = new Lock();
    private readonly object _gate = new();
    private readonly object _box = 3;
    private readonly RwSem _sem = new();
    private readonly ReaderWriterLockSlim _rw = new();
    private readonly int[] _array = new int[1];

    public void This() { lock (this) { } } // MML005
    public void Text() { lock (_text) { } } // MML005
    public void Constant() { lock (Name) { } } // MML005
    public void Literal() { lock ("literal") { } } // MML005
    public void TypeOf() { lock (typeof(Unsuitable)) { } } // MML005
    public void GetTypeOf() { lock (GetType()) { } } // MML005
    public void Reflected(MethodInfo method) { lock (method) { } } // MML005
    public void Boxed() { lock ((object)_number) { } } // MML005
    public void BoxedInMonitor() { Monitor.Enter(_number); Monitor.Exit(_number); } // MML005, MML201?, MML202?
    public void LockAsObject() { lock ((object)_lock) { } } // MML005
    public void LockInMonitor() { Monitor.Enter(_lock); Monitor.Exit(_lock); } // MML005
    public void LockHidden() { lock (_hidden) { } } // MML005
    public void LockInLocal() { object local = _lock; lock (local) { } } // MML005
    public void ThisInMonitor() { if (Monitor.TryEnter(this)) Monitor.Exit(this); } // MML005
    public void OtherLock() { lock (_sem) { } } // MML005
    public void OtherBuiltIn() { lock (_rw) { } } // MML005

    public void Gate() { lock (_gate) { } }
    public void Lock() { lock (_lock) { } }
    public void LockLocal() { var local = _lock; lock (local) { } }
    public void KeptBox() { lock (_box) { } }
    public void Array() { lock (_array) { } }
    public void Cast(Unsuitable other) { lock ((object)other._gate) { } }
    public void Generic<T>(T t) where T : class { lock (t) { } }
}
