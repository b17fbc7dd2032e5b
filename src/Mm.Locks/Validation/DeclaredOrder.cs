using System.Reflection;

namespace Mm.Locks;

/// <summary>The order that <see cref="LockOrderAttribute"/> of the loaded assemblies declares: the same one that the analyzer checks.</summary>
internal static class DeclaredOrder
{
    private static readonly object s_gate = new();
    private static readonly HashSet<Assembly> s_read = new();
    private static readonly List<string[]> s_orders = new();
    private static volatile bool s_stale = true;

    static DeclaredOrder() => AppDomain.CurrentDomain.AssemblyLoad += static (_, _) => s_stale = true;

    /// <summary>Whether some declaration puts the inner lock outside the outer one.</summary>
    /// <param name="outer">The class of the lock that is held.</param>
    /// <param name="outerType">Its lock type.</param>
    /// <param name="inner">The class of the lock to be acquired.</param>
    /// <param name="innerType">Its lock type.</param>
    /// <param name="declaration">The declaration that is broken.</param>
    internal static bool Forbids(LockClass outer, Type outerType, LockClass inner, Type innerType, out string declaration)
    {
        lock (s_gate)
        {
            ReadAssemblies();
            foreach (string[] order in s_orders)
            {
                int outerPlace = PlaceOf(order, outer, outerType);
                int innerPlace = PlaceOf(order, inner, innerType);
                if (outerPlace >= 0 && innerPlace >= 0 && innerPlace < outerPlace)
                {
                    declaration = string.Join(" > ", order);
                    return true;
                }
            }
        }

        declaration = "";
        return false;
    }

    /// <summary>The declarations in force, each as its entries, outermost first.</summary>
    internal static IReadOnlyList<string[]> All
    {
        get
        {
            lock (s_gate)
            {
                ReadAssemblies();
                return s_orders.ToArray();
            }
        }
    }

    private static void ReadAssemblies()
    {
        if (!s_stale)
        {
            return;
        }

        s_stale = false;
        foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.IsDynamic || !s_read.Add(assembly))
            {
                continue;
            }

            foreach (LockOrderAttribute attribute in assembly.GetCustomAttributes<LockOrderAttribute>())
            {
                s_orders.Add(attribute.OutermostFirst.Select(static e => e is Type type ? type.FullName ?? type.Name : (string)e).ToArray());
            }
        }
    }

    // A class that is named like an entry takes its place; else its lock type may have one. A member's entry may be written with its namespace or without.
    private static int PlaceOf(string[] order, LockClass lockClass, Type type)
    {
        int byName = Array.FindIndex(order, e => IsSameMember(e, lockClass.Name));
        return byName >= 0 ? byName : Array.FindIndex(order, e => e == type.FullName);
    }

    private static bool IsSameMember(string entry, string name) =>
        entry == name
        || entry.EndsWith("." + name, StringComparison.Ordinal)
        || (name.IndexOf('.') >= 0 && name.EndsWith("." + entry, StringComparison.Ordinal));
}
