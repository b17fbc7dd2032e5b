using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Flow;

namespace Mm.Analyzers.LockSets;

/// <summary>The stack of modes in which one lock is held, outermost first. Never empty.</summary>
internal sealed class HoldStack : IEquatable<HoldStack>
{
    /// <summary>Joins widen what loops pile up; whatever nests deeper than this without one is not counted any more.</summary>
    private const int MaxDepth = 32;

    private readonly Hold[] _levels;

    private HoldStack(Hold[] levels) => _levels = levels;

    public static HoldStack Of(Hold hold) => new([hold]);

    public int Count => _levels.Length;

    public Hold this[int index] => _levels[index];

    public Hold Top => _levels[_levels.Length - 1];

    /// <summary>The strongest mode that is certainly held.</summary>
    public HoldMode Mode
    {
        get
        {
            var mode = HoldMode.None;
            foreach (var level in _levels)
            {
                if (!level.Ghost && level.Mode > mode) mode = level.Mode;
            }
            return mode;
        }
    }

    /// <summary>The strongest mode that some path holds.</summary>
    public HoldMode May
    {
        get
        {
            var mode = HoldMode.None;
            foreach (var level in _levels)
            {
                if (!level.Ghost && level.May > mode) mode = level.May;
            }
            return mode;
        }
    }

    /// <summary>Whether one of the levels has just this mode.</summary>
    public bool Has(HoldMode mode)
    {
        foreach (var level in _levels)
        {
            if (level.Mode == mode) return true;
        }
        return false;
    }

    /// <summary>The level that best meets a need.</summary>
    public Hold Strongest
    {
        get
        {
            var best = _levels[0];
            foreach (var level in _levels)
            {
                if (level.Ghost) continue;
                if (best.Ghost || level.Mode > best.Mode || (level.Mode == best.Mode && level.May > best.May)) best = level;
            }
            return best;
        }
    }

    /// <summary>Adds a level; one that is certain goes below those that only some paths hold, so that rounds of a loop line up.</summary>
    public HoldStack Push(Hold hold)
    {
        if (_levels.Length >= MaxDepth) return this;
        int at = _levels.Length;
        while (!hold.IsMaybe && at > 0 && _levels[at - 1].IsMaybe) at--;
        var levels = new Hold[_levels.Length + 1];
        Array.Copy(_levels, levels, at);
        levels[at] = hold;
        Array.Copy(_levels, at, levels, at + 1, _levels.Length - at);
        return new HoldStack(levels);
    }

    public HoldStack? RemoveAt(int index)
    {
        if (_levels.Length == 1) return null;
        var levels = new Hold[_levels.Length - 1];
        Array.Copy(_levels, levels, index);
        Array.Copy(_levels, index + 1, levels, index, levels.Length - index);
        return new HoldStack(levels);
    }

    public HoldStack Replace(int index, Hold hold)
    {
        if (ReferenceEquals(_levels[index], hold)) return this;
        var levels = (Hold[])_levels.Clone();
        levels[index] = hold;
        return new HoldStack(levels);
    }

    /// <summary>The stack with every level changed; levels that become null are left out.</summary>
    public HoldStack? Select(Func<Hold, Hold?> change)
    {
        HoldStack? stack = null;
        bool same = true;
        foreach (var level in _levels)
        {
            var changed = change(level);
            same &= ReferenceEquals(changed, level);
            if (changed is not null) stack = stack is null ? Of(changed) : stack.Push(changed);
        }
        return same ? this : stack;
    }

    public bool Equals(HoldStack? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || _levels.Length != other._levels.Length) return false;
        for (int i = 0; i < _levels.Length; i++)
        {
            if (!_levels[i].Equals(other._levels[i])) return false;
        }
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as HoldStack);

    public override int GetHashCode() => _levels.Length * 31 + (int)Mode;

    /// <summary>Whether two stacks hold the same modes; places do not matter.</summary>
    public bool SameModes(HoldStack other)
    {
        if (_levels.Length != other._levels.Length) return false;
        for (int i = 0; i < _levels.Length; i++)
        {
            var a = _levels[i];
            var b = other._levels[i];
            if (a.Mode != b.Mode || a.May != b.May || a.Origin != b.Origin || a.Ghost != b.Ghost || !ReferenceEquals(a.Guard, b.Guard)) return false;
        }
        return true;
    }
}

/// <summary>Joins the stacks of one lock; null is the stack of a lock that is not held.</summary>
internal sealed class HoldStackLattice : ILattice<HoldStack?>
{
    public static readonly HoldStackLattice Instance = new();

    public HoldStack? Join(HoldStack? left, HoldStack? right)
    {
        if (ReferenceEquals(left, right)) return left;
        int common = Math.Min(left?.Count ?? 0, right?.Count ?? 0);
        HoldStack? joined = null;
        for (int i = 0; i < common; i++) joined = Add(joined, HoldLattice.Instance.Join(left![i], right![i]));
        var longer = (left?.Count ?? 0) > common ? left : right;
        for (int i = common; i < (longer?.Count ?? 0); i++)
        {
            if (HoldLattice.OneSided(longer![i]) is { } maybe) joined = Add(joined, maybe);
        }
        return joined;
    }

    public bool Same(HoldStack? left, HoldStack? right) => ReferenceEquals(left, right) || (left is not null && left.Equals(right));

    /// <summary>More than one level that only some path holds says no more than one: this is where the depth is widened.</summary>
    private static HoldStack Add(HoldStack? stack, Hold level)
    {
        if (stack is null) return HoldStack.Of(level);
        if (level.IsMaybe && stack.Top.IsMaybe && stack.Top.Origin == level.Origin)
        {
            return stack.Replace(stack.Count - 1, HoldLattice.Instance.Join(stack.Top, level));
        }
        return stack.Push(level);
    }
}
