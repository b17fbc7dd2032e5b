// Classes that derive from collections of .NET or implement their interfaces state no contract by that.
#nullable enable
using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Collections.Specialized;
using System.Data.Common;
using Mm.Locks;

namespace Cases.Declarations.FrameworkCollections;

public abstract class Parameters : DbParameterCollection
{
    private readonly ArrayList _items = [];
    public override int Add(object value) => _items.Add(value);
    public override void Clear() => _items.Clear();
    public override void Insert(int index, object value) => _items.Insert(index, value);
    public override void Remove(object value) => _items.Remove(value);
}

public sealed class Names : Collection<string>, IList<string>
{
    protected override void InsertItem(int index, string item) => base.InsertItem(index, item.Trim());
    public new void Add(string item) => base.Add(item);
}

public sealed class Typed : CollectionBase, ICollection<int>
{
    public bool IsReadOnly => false;
    public void Add(int item) => List.Add(item);
    public bool Contains(int item) => List.Contains(item);
    public void CopyTo(int[] array, int arrayIndex) => List.CopyTo(array, arrayIndex);
    public bool Remove(int item) { List.Remove(item); return true; }
    IEnumerator<int> IEnumerable<int>.GetEnumerator() => throw new NotSupportedException();
}

public sealed class Ordered : OrderedDictionary, IOrderedDictionary
{
    void IOrderedDictionary.Insert(int index, object key, object? value) => base.Insert(index, key, value);
}

public abstract class Store
{
    public readonly RwSem Sem = new();
    public abstract void Put(int item);
}

public sealed class AnnotatedStore : Store
{
    private int _last;
    [RequiresWrite("Sem")] public override void Put(int item) => _last = item; // MML401
}
