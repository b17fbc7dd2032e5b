// Objects and locks that patterns name.
using Mm.Locks;

namespace Cases.Forms;

class Shape { public readonly RwSem Sem = new(); [GuardedBy("Sem")] public int N; public Shape? Next { get; init; } }

sealed class Circle : Shape { }

static class Patterns
{
    public static void TypePattern(object o)
    {
        if (o is Shape s)
        {
            s.Sem.WriteLock();
            s.N = 1;
            s.Sem.WriteUnlock();
            s.N = 2; // MML104
        }
    }

    public static void Cast(object o)
    {
        var s = (Shape)o;
        s.Sem.WriteLock();
        ((Shape)o).N = 1;
        s.Sem.WriteUnlock();
    }

    public static void SwitchStatement(object o)
    {
        switch (o)
        {
            case Circle { Next: { } next } c when c != next:
                using (next.Sem.Write()) { next.N = 1; }
                next.N = 2; // MML104
                break;
            case Shape s:
                using (s.Sem.Write()) s.N = 3;
                break;
        }
    }

    public static int SwitchExpression(Shape s, int kind)
    {
        using var hold = s.Sem.Read();
        return kind switch
        {
            0 => s.N,
            1 when s.N > 3 => 1,
            2 => s.Next!.N, // MML106
            _ => Write(s),
        };
    }

    [RequiresRead("s.Sem")] static int Write(Shape s) => s.N = 1; // MML105

    public static void NotNull(Shape? s)
    {
        if (s is not { } shape) return;
        shape.Sem.WriteLock();
        s.N = 1;
        shape.Sem.WriteUnlock();
    }

    public static void Or(Shape? s)
    {
        if (s is null or { Next: null }) return;
        using var hold = s.Sem.Write();
        s.N = 1;
        s.Next!.N = 2; // MML104
    }
}
