using Mm.Conformance.Observations;
using Mm.Conformance.Sequences;

namespace Mm.Conformance.Kernel;

/// <summary>Finds out where the executor's areas are and which features the running kernel has, by using them once in the process under test.</summary>
internal static class KernelProbe
{
    private const ulong Base = AddressPlan.WindowBase;
    private const ulong Page = AddressPlan.PageSize;

    public static (AddressPlan Plan, KernelFacts Facts) Run(KernelSubject subject, int windowPages)
    {
        long top = subject.Call(SystemCalls.Mmap, 0, Page, 3, 0x22, ulong.MaxValue, 0);
        long heap = subject.Call(SystemCalls.Brk, 0);
        if (top <= 0)
            throw new KernelUnavailableException($"a page cannot be mapped (errno {-top})");
        subject.Call(SystemCalls.Munmap, (ulong)top, Page);
        AddressPlan plan = new((ulong)top + Page, ((ulong)heap + Page - 1) & ~(Page - 1), windowPages);
        CheckWindow(subject, plan);
        List<VmaView> own = SmapsParser.Parse(subject.Look(Base, 1).Maps, (start, _) => start < AddressPlan.TaskSize && !ObservationCommands.IsWanted(start, plan));
        plan = plan with { Occupied = [.. own.Select(vma => (vma.Start, vma.End, vma.Permissions))] };
        MapFixed(subject, 0, 1);
        subject.Call((ulong)Special.Store, Base, 1);
        bool frames = (subject.Look(Base, 1).Pages[0] & PageBits.FrameMask) != 0;
        bool guard = subject.Call(SystemCalls.Madvise, Base, Page, 102) == 0;
        bool droppable = subject.Call(SystemCalls.Mmap, Base + (4 * Page), Page, 3, 0x38, ulong.MaxValue, 0) > 0;
        MapFixed(subject, 8, 1);
        MapFixed(subject, 10, 1);
        bool multi = subject.Call(SystemCalls.Mremap, Base + (8 * Page), 3 * Page, 3 * Page, 3, Base + (16 * Page)) > 0;
        subject.Execute([new Operation(OperationKind.Limit, 1, SubjectLimits.Memlock)]);
        bool mayLock = subject.Call(SystemCalls.Mlock, Base + (16 * Page), Page) == 0;
        MapFixed(subject, 2, 1);
        bool mseal = subject.Call(SystemCalls.Mseal, Base + (2 * Page), Page, 0) == 0;
        string release = File.Exists("/proc/sys/kernel/osrelease") ? File.ReadAllText("/proc/sys/kernel/osrelease").Trim() : "";
        return (plan, new KernelFacts(release, frames, mseal, guard, droppable, multi, mayLock, VmFlagSet.Parse("sd")));
    }

    /// <summary>The window with its guards must be free, and hold a page where it is asked for.</summary>
    private static void CheckWindow(KernelSubject subject, AddressPlan plan)
    {
        ulong low = Base - (AddressPlan.GuardPages * Page), high = Base + (((ulong)plan.WindowPages + AddressPlan.GuardPages) * Page);
        if (SmapsParser.Parse(subject.Look(Base, 1).Maps, (start, end) => start < high && end > low).Count != 0)
            throw new KernelUnavailableException("the window is not free in a fresh process");
    }

    private static void MapFixed(KernelSubject subject, ulong page, ulong pages)
    {
        long result = subject.Call(SystemCalls.Mmap, Base + (page * Page), pages * Page, 3, 0x32, ulong.MaxValue, 0);
        if (result < 0)
            throw new KernelUnavailableException($"the window cannot be mapped (errno {-result})");
    }
}
