using System.Runtime.CompilerServices;
using Mm.Locks;
using Xunit;

// The validator's mode and reports are the process's, and so is the installed scheduler.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: LockOrder("Outer.Lock", "Inner.Lock", typeof(PageTableLock))]

namespace Mm.Locks.Validator.Tests;

internal static class AssemblySetup
{
    // The stress tests would spend their time on stack traces.
    [ModuleInitializer]
    internal static void Initialize() => LockValidator.CaptureEveryStack = false;
}
