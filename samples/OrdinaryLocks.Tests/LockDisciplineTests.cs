using System.Runtime.CompilerServices;
using Mm.Analyzers.Testing;

namespace OrdinaryLocks.Tests;

/// <summary>Snapshot tests of diagnostics: what the compiler would say if somebody made that mistake in the library. The text is the test's expectation.</summary>
public sealed class LockDisciplineTests
{
    [Fact]
    public void TheLibraryItselfIsClean()
    {
        foreach (string file in new[] { "Account.cs", "ReadMostlyCache.cs", "BoundedQueue.cs", "AsyncGate.cs" })
            Assert.Equal("No diagnostics.\n", LockDiagnostics.Of(Source(file)).ToString());
    }

    [Fact]
    public Task HandingOutTheJournalItself() => VerifyMistake("Account.cs", ["string[] Journal()", "List<string> Journal()", "return [.. _journal];", "return _journal;"]);

    [Fact]
    public Task ReadingTheBalanceWithoutTheLock() => VerifyMistake("Account.cs", ["            lock (_gate)\n                return _balance;", "            return _balance;"]);

    [Fact]
    public Task StoringBeforeTheUpgrade() => VerifyMistake("ReadMostlyCache.cs", ["            _lock.EnterWriteLock();\n", "            Store(key, loaded);\n            _lock.EnterWriteLock();\n"]);

    [Fact]
    public Task LeavingTheWriteLockHeld() => VerifyMistake("ReadMostlyCache.cs", ["            _entries.Clear();\n            return true;\n        }\n        finally\n        {\n            _lock.ExitWriteLock();\n        }", "            _entries.Clear();\n            return true;\n        }\n        finally\n        {\n        }"]);

    [Fact]
    public Task AwaitingUnderALock() => VerifyMistake("AsyncGate.cs", ["private readonly SemaphoreSlim _gate = new(1, 1);", "private readonly ReaderWriterLockSlim _gate = new();",
        "await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);", "_gate.EnterWriteLock();",
        "await _gate.WaitAsync().ConfigureAwait(false);", "_gate.EnterWriteLock();",
        "_gate.Release();", "_gate.ExitWriteLock();"]);

    // The snapshot is named after the test, not after this method.
    private static Task VerifyMistake(string file, string[] oldAndNew, [CallerMemberName] string test = "")
    {
        string source = Source(file);
        for (int i = 0; i < oldAndNew.Length; i += 2)
        {
            Assert.Contains(oldAndNew[i], source, StringComparison.Ordinal);
            source = source.Replace(oldAndNew[i], oldAndNew[i + 1], StringComparison.Ordinal);
        }

        var diagnostics = LockDiagnostics.Of(source);
        Assert.Empty(diagnostics.CompileErrors);
        return Verify(diagnostics.ToString()).UseMethodName(test);
    }

    private static string Source(string file) =>
        "global using System;\nglobal using System.Collections.Generic;\nglobal using System.IO;\nglobal using System.Threading;\nglobal using System.Threading.Tasks;\n"
        + File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Library", file)).ReplaceLineEndings("\n");
}
