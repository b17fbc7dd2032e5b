// Every known collection: what changes it is a write, the rest a read.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Builtin;

public class CollectionsAll
{
    private readonly ReaderWriterLockSlim _rw = new();
    [GuardedBy("_rw")] private readonly HashSet<int> _set = new();
    [GuardedBy("_rw")] private readonly Stack<int> _stack = new();
    [GuardedBy("_rw")] private readonly Queue<int> _queue = new();
    [GuardedBy("_rw")] private readonly LinkedList<int> _linked = new();
    [GuardedBy("_rw")] private readonly SortedSet<int> _sorted = new();
    [GuardedBy("_rw")] private readonly SortedList<int, int> _sortedList = new();
    [GuardedBy("_rw")] private readonly PriorityQueue<int, int> _priority = new();
    [GuardedBy("_rw")] private readonly System.Collections.ObjectModel.Collection<int> _collection = new();
    [GuardedBy("_rw")] private readonly System.Text.StringBuilder _text = new();
    [GuardedBy("_rw")] private readonly System.Collections.Hashtable _table = new();
    [GuardedBy("_rw")] private readonly System.Collections.BitArray _bits = new(8);
    [GuardedBy("_rw")] private readonly IList<int> _list = new List<int>();
    [GuardedBy("_rw")] private readonly ICollection<int> _plain = new List<int>();
    [GuardedBy("_rw")] private readonly ISet<int> _iset = new HashSet<int>();
    [GuardedBy("_rw")] private System.Collections.Immutable.ImmutableList<int> _immutable = [];
    [GuardedBy("_rw")] private readonly int[] _array = new int[4];

    public void UnderRead_Bad()
    {
        _rw.EnterReadLock();
        _set.Add(1); // MML105
        _stack.Push(1); // MML105
        _queue.Enqueue(1); // MML105
        _linked.AddLast(1); // MML105
        _sorted.UnionWith([1]); // MML105
        _sortedList.Add(1, 1); // MML105
        _priority.Enqueue(1, 1); // MML105
        _collection.Insert(0, 1); // MML105
        _text.Append('c'); // MML105
        _table.Add(1, 1); // MML105
        _bits.Set(1, true); // MML105
        _list.Add(1); // MML105
        _plain.Clear(); // MML105
        _iset.ExceptWith([1]); // MML105
        _immutable = _immutable.Add(1); // MML105
        _array[0] = 1; // MML105
        Array.Sort(_array); // MML105
        Array.Clear(_array); // MML105
        Array.Copy(new int[4], _array, 4); // MML105
        Array.Copy(new int[4], 0, _array, 0, 4); // MML105
        Buffer.BlockCopy(new int[4], 0, _array, 0, 16); // MML105
        _list.CopyTo(_array, 0); // MML105
        _rw.ExitReadLock();
    }

    public void CopiedOut_Good(int[] target)
    {
        _rw.EnterReadLock();
        _list.CopyTo(target, 0);
        Array.Copy(_array, target, 4);
        _array.CopyTo(target, 0);
        _rw.ExitReadLock();
    }

    public int UnderRead_Good()
    {
        _rw.EnterReadLock();
        try
        {
            return _set.Count + _stack.Peek() + _queue.Peek() + _linked.First!.Value + _sorted.Min + _sortedList[1] + _priority.Peek() + _collection[0]
                + _text.Length + (int)_table[1]! + (_bits[0] ? 1 : 0) + _list.IndexOf(1) + _plain.Count + (_iset.Contains(1) ? 1 : 0)
                + _immutable.Add(2).Count + _array[0] + Array.IndexOf(_array, 1) + _array.Length;
        }
        finally { _rw.ExitReadLock(); }
    }

    public void UnderWrite_Good()
    {
        _rw.EnterWriteLock();
        _set.Add(1);
        _stack.Pop();
        _queue.Dequeue();
        _linked.RemoveFirst();
        _immutable = _immutable.Clear();
        Array.Reverse(_array);
        _queue.CopyTo(_array, 0);
        _rw.ExitWriteLock();
    }

    public System.Collections.Immutable.ImmutableList<int> Snapshot_Good()
    {
        _rw.EnterReadLock();
        var copy = _immutable;
        _rw.ExitReadLock();
        return copy.Add(3);
    }
}
