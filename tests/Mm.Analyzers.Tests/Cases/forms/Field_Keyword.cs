using System; using System.Threading; using System.Collections.Generic; using Mm.Locks;
namespace Cases.Field_Keyword;
sealed class C
{
    private readonly RwSem _s = new();
    [GuardedBy("_s")] public int Plain { get; set; }
    [GuardedBy("_s")] public int Semi { get; set => field = value < 0 ? 0 : value; }
    [GuardedBy("_s")] public int Init { get => field; set => field = value; } = 3;
    [GuardedBy("_s")] public List<int> Lazy => field ??= new();
    public int Outside { get { _s.ReadLock(); try { return field; } finally { _s.ReadUnlock(); } } [RequiresWrite("_s")] set => field = value; }
    [field: GuardedBy("_s")] public int FieldOnly { get => field; set => field = value; } // MML104, MML106
    [field: GuardedBy("_s")] public int FieldLocked { get { using (_s.Read()) return field; } set { using (_s.Write()) field = value; } }
    [field: GuardedBy("_s")] public int Auto { get; set; } = 1;
    void Use()
    {
        Plain = 1; // MML104
        Semi = 1; // MML104
        Init = 1; // MML104
        Lazy.Add(1); // MML104
        Auto = 2; // MML104
        FieldLocked = 3;
        _s.WriteLock(); Plain = 1; Semi = 2; Init = 3; Lazy.Add(1); Auto = 1; Outside = 2; _s.WriteUnlock();
        Outside = 4; // MML101
    }
    public C() { Plain = 1; Semi = 2; Init = 4; FieldLocked = 2; Auto = 3; }
}
