using System.Buffers.Binary;

namespace Mm.Conformance.Kernel;

/// <summary>
/// The program that makes the system calls: a static executable of one page, written here instruction by instruction. It waits for its turn on a futex in the
/// shared area, executes commands until it is told to hand the turn on, and turns every fault of a command into that command's result.
/// </summary>
/// <remarks>
/// Registers that live across commands: r15 the shared area, r14 the process's number, r13 the current command, r12 where a fault continues,
/// rbp the stack pointer to continue with.
/// </remarks>
internal static class ExecutorImage
{
    /// <summary>The word that <see cref="Special.Contents"/> stores for a page that is present and cannot be read.</summary>
    public const ulong Unreadable = 0x756e_7265_6164;

    private const uint SysOpen = 2, SysClose = 3, SysMmap = 9, SysSigaction = 13, SysSigreturn = 15, SysPread = 17, SysFork = 57, SysExecve = 59, SysGetppid = 110;
    private const uint SysPersonality = 135, SysPrctl = 157, SysFutex = 202, SysExitGroup = 231;
    private const int NoRandomize = 0x0040000;
    private const int HeaderSize = 64 + 56;
    private const int ContextR12 = 40 + (4 * 8);
    private const int ContextRip = 40 + (16 * 8);

    /// <summary>The bytes of the executable file.</summary>
    public static byte[] Build()
    {
        X64Assembler a = new();
        EmitStart(a);
        EmitTurns(a);
        EmitDispatch(a);
        EmitProbes(a);
        EmitFork(a);
        EmitReadAll(a);
        EmitContents(a);
        EmitSignalHandler(a);
        byte[] code = a.ToArray();
        byte[] image = new byte[HeaderSize + code.Length];
        WriteHeaders(image);
        code.CopyTo(image, HeaderSize);
        WriteSignalAction(image.AsSpan(HeaderSize + a.OffsetOf("sigaction")), a.OffsetOf("handler"), a.OffsetOf("restorer"));
        return image;
    }

    private static void EmitStart(X64Assembler a)
    {
        a.Mov(Reg.Rbp, Reg.Rsp);
        EmitFixedAddresses(a);
        a.Load(Reg.Rdi, Reg.Rsp, 16);
        a.MovImm(Reg.Rsi, 2);
        a.MovImm(Reg.Rdx, 0);
        Call(a, SysOpen);
        a.Mov(Reg.R8, Reg.Rax);
        a.MovImm64(Reg.Rdi, Layout.SharedBase);
        a.MovImm(Reg.Rsi, Layout.SharedSize);
        a.MovImm(Reg.Rdx, 3);
        a.MovImm(Reg.R10, 0x11);
        a.MovImm(Reg.R9, 0);
        Call(a, SysMmap);
        a.MovImm64(Reg.R15, Layout.SharedBase);
        a.Cmp(Reg.Rax, Reg.R15);
        a.J(Condition.NotEqual, "give-up");
        a.Mov(Reg.Rdi, Reg.R8);
        Call(a, SysClose);
        foreach (uint signal in (ReadOnlySpan<uint>)[4, 5, 7, 8, 11])
        {
            a.MovImm(Reg.Rdi, signal);
            a.Lea(Reg.Rsi, "sigaction");
            a.MovImm(Reg.Rdx, 0);
            a.MovImm(Reg.R10, 8);
            Call(a, SysSigaction);
        }
        Call(a, SysGetppid);
        a.Store(Reg.R15, Layout.ParentPid, Reg.Rax);
        a.MovImm(Reg.R14, 1);
        a.MovImm(Reg.Rax, 0);
        a.Jmp("give-turn");
        a.Label("give-up");
        a.MovImm(Reg.Rdi, 3);
        Call(a, SysExitGroup);
    }

    /// <summary>Without address randomisation a sequence sees the same heap and mapping area in every run: set the personality, execute itself again.</summary>
    private static void EmitFixedAddresses(X64Assembler a)
    {
        a.MovImm(Reg.Rdi, uint.MaxValue);
        Call(a, SysPersonality);
        a.Mov(Reg.Rdi, Reg.Rax);
        a.AndImm(Reg.Rax, NoRandomize);
        a.J(Condition.NotEqual, "fixed");
        a.OrImm(Reg.Rdi, NoRandomize);
        Call(a, SysPersonality);
        a.Test(Reg.Rax, Reg.Rax);
        a.J(Condition.NotEqual, "fixed");
        a.Load(Reg.Rdi, Reg.Rsp, 8);
        a.Mov(Reg.Rsi, Reg.Rsp);
        a.AddImm(Reg.Rsi, 8);
        a.Mov(Reg.Rdx, Reg.Rsp);
        a.AddImm(Reg.Rdx, 32);
        Call(a, SysExecve);
        a.Label("fixed");
    }

    private static void EmitTurns(X64Assembler a)
    {
        a.Label("switch");
        a.Load(Reg.Rax, Reg.R13, 8);
        a.AddImm(Reg.R13, Layout.CommandSize);
        a.Store(Reg.R15, Layout.NextCommand, Reg.R13);
        a.Label("give-turn");
        EmitHandOver(a);
        a.Label("wait");
        a.Load32(Reg.Rdx, Reg.R15, Layout.Turn);
        a.Cmp(Reg.Rdx, Reg.R14);
        a.J(Condition.Equal, "run");
        a.Mov(Reg.Rdi, Reg.R15);
        a.MovImm(Reg.Rsi, 0);
        a.Mov(Reg.R10, Reg.R15);
        a.AddImm(Reg.R10, Layout.WaitTime);
        Call(a, SysFutex);
        a.CmpImm(Reg.R14, 1);
        a.J(Condition.NotEqual, "wait");
        Call(a, SysGetppid);
        a.Load(Reg.Rdx, Reg.R15, Layout.ParentPid);
        a.Cmp(Reg.Rax, Reg.Rdx);
        a.J(Condition.Equal, "wait");
        a.Jmp("give-up");
        a.Label("run");
        a.Load(Reg.R13, Reg.R15, Layout.NextCommand);
        a.Jmp("dispatch");
        a.Label("exit");
        a.Load(Reg.Rax, Reg.R13, 8);
        a.AddImm(Reg.R13, Layout.CommandSize);
        a.Store(Reg.R15, Layout.NextCommand, Reg.R13);
        EmitHandOver(a);
        a.MovImm(Reg.Rdi, 0);
        Call(a, SysExitGroup);
    }

    /// <summary>Publishes the turn in rax, then wakes every waiter: a plain store is enough, x86 keeps stores in order and the futex call rechecks.</summary>
    private static void EmitHandOver(X64Assembler a)
    {
        a.Store32(Reg.R15, Layout.Turn, Reg.Rax);
        a.Mov(Reg.Rdi, Reg.R15);
        a.MovImm(Reg.Rsi, 1);
        a.MovImm(Reg.Rdx, int.MaxValue);
        Call(a, SysFutex);
    }

    private static void EmitDispatch(X64Assembler a)
    {
        a.Label("advance");
        a.Store(Reg.R13, 56, Reg.Rax);
        a.AddImm(Reg.R13, Layout.CommandSize);
        a.Label("dispatch");
        a.Load(Reg.Rax, Reg.R13, 0);
        foreach (Special special in Enum.GetValues<Special>().Distinct())
        {
            a.CmpImm(Reg.Rax, (int)special);
            a.J(Condition.Equal, LabelOf(special));
        }
        a.Load(Reg.Rdi, Reg.R13, 8);
        a.Load(Reg.Rsi, Reg.R13, 16);
        a.Load(Reg.Rdx, Reg.R13, 24);
        a.Load(Reg.R10, Reg.R13, 32);
        a.Load(Reg.R8, Reg.R13, 40);
        a.Load(Reg.R9, Reg.R13, 48);
        a.Syscall();
        a.Jmp("advance");
    }

    private static string LabelOf(Special special) => special switch
    {
        Special.Load => "load",
        Special.Store => "store",
        Special.Execute => "execute",
        Special.Switch => "switch",
        Special.Fork => "fork",
        Special.ReadAll => "read-all",
        Special.Contents => "contents",
        _ => "exit",
    };

    private static void EmitProbes(X64Assembler a)
    {
        a.Label("load");
        a.Lea(Reg.R12, "faulted");
        a.Load(Reg.Rdi, Reg.R13, 8);
        a.LoadZeroExtended8(Reg.Rax, Reg.Rdi);
        a.Jmp("advance");
        a.Label("store");
        a.Lea(Reg.R12, "faulted");
        a.Load(Reg.Rdi, Reg.R13, 8);
        a.Load(Reg.Rax, Reg.R13, 16);
        a.Store8(Reg.Rdi, Reg.Rax);
        a.MovImm(Reg.Rax, 0);
        a.Jmp("advance");
        a.Label("execute");
        a.Lea(Reg.R12, "faulted");
        a.Load(Reg.Rdi, Reg.R13, 8);
        a.LoadZeroExtended8(Reg.Rax, Reg.Rdi);
        a.CmpImm(Reg.Rax, 0xC3);
        a.J(Condition.NotEqual, "not-run");
        a.CallReg(Reg.Rdi);
        a.MovImm(Reg.Rax, 0);
        a.Jmp("advance");
        a.Label("not-run");
        a.MovImm64(Reg.Rax, ulong.MaxValue);
        a.Jmp("advance");

        // The result of a fault: -(0x10000 + signal * 256 + code), which no system call returns.
        a.Label("faulted");
        a.Mov(Reg.Rsp, Reg.Rbp);
        a.Load(Reg.Rcx, Reg.R15, Layout.FaultSignal);
        a.Shl(Reg.Rcx, 8);
        a.Load32(Reg.Rdx, Reg.R15, Layout.FaultCode);
        a.Add(Reg.Rcx, Reg.Rdx);
        a.AddImm(Reg.Rcx, 0x10000);
        a.MovImm(Reg.Rax, 0);
        a.Sub(Reg.Rax, Reg.Rcx);
        a.Jmp("advance");
    }

    private static void EmitFork(X64Assembler a)
    {
        a.Label("fork");

        // Read before the fork: when the child first runs, the harness may have written the next batch over this command.
        a.Load(Reg.Rbx, Reg.R13, 8);
        Call(a, SysFork);
        a.Test(Reg.Rax, Reg.Rax);
        a.J(Condition.NotEqual, "advance");
        a.Mov(Reg.R14, Reg.Rbx);
        a.MovImm(Reg.Rdi, 1);
        a.MovImm(Reg.Rsi, 9);
        Call(a, SysPrctl);
        a.Jmp("wait");
    }

    private static void EmitReadAll(X64Assembler a)
    {
        a.Label("read-all");
        a.MovImm(Reg.Rbx, 0);
        a.Label("read-more");
        a.Load(Reg.Rdi, Reg.R13, 8);
        a.Load(Reg.Rsi, Reg.R13, 16);
        a.Add(Reg.Rsi, Reg.Rbx);
        a.Load(Reg.Rdx, Reg.R13, 24);
        a.Sub(Reg.Rdx, Reg.Rbx);
        a.Mov(Reg.R10, Reg.Rbx);
        Call(a, SysPread);
        a.Test(Reg.Rax, Reg.Rax);
        a.J(Condition.LessOrEqual, "read-end");
        a.Add(Reg.Rbx, Reg.Rax);
        a.Jmp("read-more");
        a.Label("read-end");
        a.J(Condition.NotEqual, "advance");
        a.Mov(Reg.Rax, Reg.Rbx);
        a.Jmp("advance");
    }

    private static void EmitContents(X64Assembler a)
    {
        a.Label("contents");
        a.Lea(Reg.R12, "contents-unreadable");
        a.MovImm(Reg.Rbx, 0);
        a.Label("contents-page");
        a.Load(Reg.Rcx, Reg.R13, 16);
        a.Cmp(Reg.Rbx, Reg.Rcx);
        a.J(Condition.AboveOrEqual, "contents-end");
        a.Load(Reg.Rsi, Reg.R13, 24);
        a.MovImm(Reg.R8, 0);
        a.LoadIndexed(Reg.Rax, Reg.Rsi, Reg.Rbx);
        a.Test(Reg.Rax, Reg.Rax);
        a.J(Condition.NotSign, "contents-store");
        a.Mov(Reg.Rdi, Reg.Rbx);
        a.Shl(Reg.Rdi, 12);
        a.Load(Reg.Rdx, Reg.R13, 8);
        a.Add(Reg.Rdi, Reg.Rdx);
        a.MovImm(Reg.Rcx, 0);
        a.Label("contents-word");
        a.Rol(Reg.R8, 5);
        a.LoadIndexed(Reg.Rax, Reg.Rdi, Reg.Rcx);
        a.Add(Reg.R8, Reg.Rax);
        a.AddImm(Reg.Rcx, 1);
        a.Load(Reg.Rdx, Reg.R13, 40);
        a.Cmp(Reg.Rcx, Reg.Rdx);
        a.J(Condition.Below, "contents-word");
        a.Label("contents-store");
        a.Load(Reg.Rdi, Reg.R13, 32);
        a.StoreIndexed(Reg.Rdi, Reg.Rbx, Reg.R8);
        a.AddImm(Reg.Rbx, 1);
        a.Jmp("contents-page");
        a.Label("contents-unreadable");
        a.MovImm64(Reg.R8, Unreadable);
        a.Jmp("contents-store");
        a.Label("contents-end");
        a.MovImm(Reg.Rax, 0);
        a.Jmp("advance");
    }

    private static void EmitSignalHandler(X64Assembler a)
    {
        a.Label("handler");
        a.MovImm64(Reg.Rax, Layout.SharedBase);
        a.Store(Reg.Rax, Layout.FaultSignal, Reg.Rdi);
        a.Load32(Reg.Rcx, Reg.Rsi, 8);
        a.Store(Reg.Rax, Layout.FaultCode, Reg.Rcx);
        a.Load(Reg.Rcx, Reg.Rsi, 16);
        a.Store(Reg.Rax, Layout.FaultAddress, Reg.Rcx);
        a.Load(Reg.Rcx, Reg.Rdx, ContextR12);
        a.Store(Reg.Rdx, ContextRip, Reg.Rcx);
        a.Ret();
        a.Label("restorer");
        Call(a, SysSigreturn);
        a.Align(8);
        a.Label("sigaction");
        for (int i = 0; i < 4; i++)
            a.Quad(0);
    }

    private static void Call(X64Assembler a, uint number)
    {
        a.MovImm(Reg.Rax, number);
        a.Syscall();
    }

    private static void WriteSignalAction(Span<byte> to, int handler, int restorer)
    {
        const ulong SaSiginfo = 4, SaRestorer = 0x04000000;
        BinaryPrimitives.WriteUInt64LittleEndian(to, Layout.CodeBase + HeaderSize + (ulong)handler);
        BinaryPrimitives.WriteUInt64LittleEndian(to[8..], SaSiginfo | SaRestorer);
        BinaryPrimitives.WriteUInt64LittleEndian(to[16..], Layout.CodeBase + HeaderSize + (ulong)restorer);
    }

    /// <summary>An ELF header and one program header: the whole file, readable and executable, at <see cref="Layout.CodeBase"/>.</summary>
    private static void WriteHeaders(Span<byte> image)
    {
        ReadOnlySpan<byte> identification = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0];
        identification.CopyTo(image);
        BinaryPrimitives.WriteUInt16LittleEndian(image[16..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(image[18..], 62);
        BinaryPrimitives.WriteUInt32LittleEndian(image[20..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(image[24..], Layout.CodeBase + HeaderSize);
        BinaryPrimitives.WriteUInt64LittleEndian(image[32..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(image[52..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(image[54..], 56);
        BinaryPrimitives.WriteUInt16LittleEndian(image[56..], 1);
        Span<byte> program = image[64..];
        BinaryPrimitives.WriteUInt32LittleEndian(program, 1);
        BinaryPrimitives.WriteUInt32LittleEndian(program[4..], 5);
        BinaryPrimitives.WriteUInt64LittleEndian(program[16..], Layout.CodeBase);
        BinaryPrimitives.WriteUInt64LittleEndian(program[24..], Layout.CodeBase);
        BinaryPrimitives.WriteUInt64LittleEndian(program[32..], (ulong)image.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(program[40..], (ulong)image.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(program[48..], 4096);
    }
}
