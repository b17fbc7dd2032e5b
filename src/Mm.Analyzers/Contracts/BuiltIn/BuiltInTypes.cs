// The types of .NET of which something is known, by full metadata name.
using System.Collections.Immutable;

namespace Mm.Analyzers.Contracts.BuiltIn;

internal static class BuiltInTypes
{
    public static readonly ImmutableDictionary<string, BuiltInType> ByName = Create();

    /// <summary>Their plain names: a type whose name is none of these is not looked at further.</summary>
    public static readonly HashSet<string> Names = PlainNames();

    private static ImmutableDictionary<string, BuiltInType> Create()
    {
        var types = ImmutableDictionary.CreateBuilder<string, BuiltInType>(StringComparer.Ordinal);
        types.Add("System.Threading.Monitor", new MonitorMembers());
        types.Add("System.Threading.Lock", new ThreadingLock());
        types.Add("System.Threading.Lock+Scope", new ThreadingLockScope());
        types.Add("System.Threading.ReaderWriterLockSlim", new ReaderWriterLockSlimMembers());
        types.Add("System.Threading.ReaderWriterLock", new ReaderWriterLockMembers());
        types.Add("System.Threading.SemaphoreSlim", new SemaphoreSlimMembers());
        types.Add("System.Threading.Mutex", new MutexMembers());
        types.Add("System.Threading.WaitHandle", new WaitHandleMembers());
        types.Add("System.Threading.SpinLock", new SpinLockMembers());

        types.Add("System.Threading.Thread", new BlockingMembers("Sleep", "Join"));
        types.Add("System.Threading.SpinWait", new BlockingMembers("SpinUntil"));
        types.Add("System.Threading.ManualResetEventSlim", new BlockingMembers("Wait"));
        types.Add("System.Threading.CountdownEvent", new BlockingMembers("Wait"));
        types.Add("System.Threading.Barrier", new BlockingMembers("SignalAndWait"));
        types.Add("System.Threading.Tasks.Task", new BlockingMembers("Wait", "WaitAll", "WaitAny"));
        types.Add("System.Threading.Tasks.Task`1", new BlockingMembers("get_Result"));
        types.Add("System.Runtime.CompilerServices.TaskAwaiter", new BlockingMembers("GetResult"));
        types.Add("System.Runtime.CompilerServices.TaskAwaiter`1", new BlockingMembers("GetResult"));
        types.Add("System.Collections.Concurrent.BlockingCollection`1", new BlockingMembers("Add", "Take", "AddToAny", "TakeFromAny"));
        types.Add("System.Diagnostics.Process", new BlockingMembers("WaitForExit", "WaitForInputIdle"));
        types.Add("System.Console", new BlockingMembers("Read", "ReadKey", "ReadLine"));

        Collections.AddTo(types);
        InlineDelegates.AddTo(types);
        return types.ToImmutable();
    }

    private static HashSet<string> PlainNames()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (string full in ByName.Keys)
        {
            string name = full.Substring(full.LastIndexOfAny(['.', '+']) + 1);
            int arity = name.IndexOf('`');
            names.Add(arity < 0 ? name : name.Substring(0, arity));
        }
        return names;
    }
}
