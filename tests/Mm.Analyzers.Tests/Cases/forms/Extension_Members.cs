// Extension methods, and the extension blocks of C# 14.
using Mm.Locks;

namespace Cases.Forms;

sealed class Box
{
    public readonly RwSem Sem = new();
    [GuardedBy("Sem")] public int N;
}

static class BoxExtensions
{
    [RequiresWrite("box.Sem")] public static void Clear(this Box box) => box.N = 0;
    [RequiresWrite("other.Sem")] public static void CopyTo(this Box box, Box other) => other.N = 1;
    [AcquiresWrite("box.Sem")] public static void Enter(this Box box) => box.Sem.WriteLock();
    [ReleasesWrite("box.Sem")] public static void Exit(this Box box) => box.Sem.WriteUnlock();
    public static void WrongBody(this Box box) => box.N = 1; // MML104

    extension(Box box)
    {
        [RequiresWrite("box.Sem")] public void Grow(int by) => box.N += by;
        public int Size { [RequiresRead("box.Sem")] get => box.N; }
        public void WrongInABlock() => box.N = 1; // MML104
    }
}

static class BoxUsers
{
    public static void Right(Box b) { b.Enter(); b.Clear(); b.Grow(2); b.N = b.Size; b.Exit(); }
    public static void AsStatics(Box b) { BoxExtensions.Enter(b); BoxExtensions.Clear(b); b.Exit(); }
    public static void Wrong(Box b) { b.Clear(); } // MML101
    public static void WrongStatic(Box b) { BoxExtensions.Clear(b); } // MML101
    public static void WrongGrow(Box b) { b.Grow(1); } // MML101
    public static int WrongSize(Box b) => b.Size; // MML103
    public static void TheOther(Box a, Box b) { using var hold = b.Sem.Write(); a.CopyTo(b); b.CopyTo(a); } // MML101
    public static void Leaks(Box b) { b.Enter(); } // MML201
}
