// External declarations that name nothing.
using System.Threading;
using Mm.Locks;

[assembly: ExternalLock(typeof(Library.OldLock), Reentrant = true)]
[assembly: ExternalLock(typeof(Cases.RwSem))] // MML002
[assembly: ExternalContract(typeof(Library.OldLock), "Grab", "AcquiresWrite")]
[assembly: ExternalContract(typeof(Library.OldLock), "Grab()", "AcquiresWrite")] // MML002
[assembly: ExternalContract(typeof(Library.OldLock), "Grab(System.Int32)", "AcquiresWrite")]
[assembly: ExternalContract(typeof(Library.OldLock), "Grab(int)", "AcquiresWrit")] // MML002
[assembly: ExternalContract(typeof(Library.OldLock), "Drp", "Releases")] // MML002
[assembly: ExternalContract(typeof(Library.OldLock), "Drop", "Releases")]
[assembly: ExternalContract(typeof(Library.OldLock), "IsHeld", "RequiresRead")]

namespace Library
{
    public class OldLock
    {
        public extern void Grab(int timeout);
        public extern void Drop();
        public extern bool IsHeld { get; }
    }
}
