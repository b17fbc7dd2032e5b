// Attributes of both parts of a partial member count once.
using Mm.Locks;

namespace Cases;

public partial class Parts
{
    private readonly RwSem _sem = new();
    [RequiresWrite("_lost")] partial void Declared(); // MML001
    partial void Declared() { }
    public partial int Both();
    [RequiresRead("_sem")] [Excludes("_sem")] public partial int Both() => 0; // MML002
    public Parts([RequiresRead("Sem")] Item item) { }
    public int this[[RequiresRead("Sen")] Item item] { get => 0; set { } } // MML001
}

public class Item { public readonly RwSem Sem = new(); }
public class Primary([RequiresRead("Sem")] Item item, [RequiresRead("Sen")] Item other) { public Item First => item; public Item Second => other; } // MML001
public record Record([property: GuardedBy("Gate")] int Value, [RequiresRead("Sen")] Item Item) { public readonly object Gate = new(); } // MML001
public delegate void Handler([RequiresRead("Sen")] Item item); // MML001
