using System.Buffers.Binary;

namespace Mm.Conformance.Kernel;

/// <summary>General-purpose registers in their hardware numbering.</summary>
internal enum Reg
{
    Rax, Rcx, Rdx, Rbx, Rsp, Rbp, Rsi, Rdi, R8, R9, R10, R11, R12, R13, R14, R15,
}

/// <summary>Conditions of a jump, as the low four bits of its opcode.</summary>
internal enum Condition
{
    Below = 2, AboveOrEqual = 3, Equal = 4, NotEqual = 5, NotSign = 9, LessOrEqual = 14,
}

/// <summary>
/// Emits the few x86-64 instructions that the executor needs. Labels are names; every reference is a 32-bit displacement, patched by
/// <see cref="ToArray"/>. No compiler and no assembler has to be on the machine.
/// </summary>
internal sealed class X64Assembler
{
    private readonly List<byte> _code = [];
    private readonly Dictionary<string, int> _labels = [];
    private readonly List<(int At, string Label)> _fixups = [];

    public int Position => _code.Count;

    public void Label(string name) => _labels.Add(name, _code.Count);

    public int OffsetOf(string label) => _labels[label];

    public void Bytes(params ReadOnlySpan<byte> bytes) => _code.AddRange(bytes);

    public void Quad(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        _code.AddRange(bytes);
    }

    public void Align(int alignment)
    {
        while (_code.Count % alignment != 0)
            _code.Add(0x90);
    }

    public void MovImm64(Reg to, ulong value)
    {
        Bytes((byte)(0x48 | High(to)), (byte)(0xB8 | Low(to)));
        Quad(value);
    }

    /// <summary>Loads a 32-bit constant; the upper half becomes zero.</summary>
    public void MovImm(Reg to, uint value)
    {
        if (High(to) != 0)
            _code.Add(0x41);
        _code.Add((byte)(0xB8 | Low(to)));
        Disp((int)value);
    }

    public void Mov(Reg to, Reg from) => RegReg(0x89, to, from);

    public void Add(Reg to, Reg from) => RegReg(0x01, to, from);

    public void Sub(Reg to, Reg from) => RegReg(0x29, to, from);

    public void Xor(Reg to, Reg from) => RegReg(0x31, to, from);

    public void Test(Reg left, Reg right) => RegReg(0x85, left, right);

    public void Cmp(Reg left, Reg right) => RegReg(0x39, left, right);

    public void CmpImm(Reg left, int value) => RegImm(7, left, value);

    public void AddImm(Reg to, int value) => RegImm(0, to, value);

    public void OrImm(Reg to, int value) => RegImm(1, to, value);

    public void AndImm(Reg to, int value) => RegImm(4, to, value);

    public void Shl(Reg register, byte bits) => Bytes((byte)(0x48 | High(register)), 0xC1, (byte)(0xE0 | Low(register)), bits);

    public void Rol(Reg register, byte bits) => Bytes((byte)(0x48 | High(register)), 0xC1, (byte)(0xC0 | Low(register)), bits);

    public void Load(Reg to, Reg address, int displacement) => Memory(0x48, 0x8B, to, address, displacement);

    public void Load32(Reg to, Reg address, int displacement) => Memory(0, 0x8B, to, address, displacement);

    public void Store(Reg address, int displacement, Reg from) => Memory(0x48, 0x89, from, address, displacement);

    public void Store32(Reg address, int displacement, Reg from) => Memory(0, 0x89, from, address, displacement);

    /// <summary>Stores the low byte of rax, rcx, rdx or rbx.</summary>
    public void Store8(Reg address, Reg from) => Memory(0, 0x88, from, address, 0);

    public void LoadZeroExtended8(Reg to, Reg address)
    {
        Bytes((byte)(0x48 | (High(to) << 2) | High(address)), 0x0F, 0xB6);
        ModRmDisp(to, address, 0);
    }

    /// <summary>to = [table + index * 8].</summary>
    public void LoadIndexed(Reg to, Reg table, Reg index) => Indexed(0x8B, to, table, index);

    /// <summary>[table + index * 8] = from.</summary>
    public void StoreIndexed(Reg table, Reg index, Reg from) => Indexed(0x89, from, table, index);

    public void Lea(Reg to, string label)
    {
        Bytes((byte)(0x48 | (High(to) << 2)), 0x8D, (byte)(0x05 | (Low(to) << 3)));
        Reference(label);
    }

    public void Jmp(string label)
    {
        _code.Add(0xE9);
        Reference(label);
    }

    public void JmpReg(Reg target) => Bytes((byte)(0x40 | High(target)), 0xFF, (byte)(0xE0 | Low(target)));

    public void J(Condition condition, string label)
    {
        Bytes(0x0F, (byte)(0x80 | (int)condition));
        Reference(label);
    }

    public void CallReg(Reg target) => Bytes((byte)(0x40 | High(target)), 0xFF, (byte)(0xD0 | Low(target)));

    public void Ret() => _code.Add(0xC3);

    public void Syscall() => Bytes(0x0F, 0x05);

    public byte[] ToArray()
    {
        byte[] code = [.. _code];
        foreach ((int at, string label) in _fixups)
            BinaryPrimitives.WriteInt32LittleEndian(code.AsSpan(at), _labels[label] - (at + 4));
        return code;
    }

    private static int Low(Reg register) => (int)register & 7;

    private static int High(Reg register) => (int)register >> 3;

    private void Disp(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        _code.AddRange(bytes);
    }

    private void Reference(string label)
    {
        _fixups.Add((_code.Count, label));
        Disp(0);
    }

    private void RegReg(byte opcode, Reg rm, Reg reg) =>
        Bytes((byte)(0x48 | (High(reg) << 2) | High(rm)), opcode, (byte)(0xC0 | (Low(reg) << 3) | Low(rm)));

    private void RegImm(int extension, Reg rm, int value)
    {
        Bytes((byte)(0x48 | High(rm)), 0x81, (byte)(0xC0 | (extension << 3) | Low(rm)));
        Disp(value);
    }

    private void Memory(int rexW, byte opcode, Reg reg, Reg address, int displacement)
    {
        Bytes((byte)(0x40 | rexW | (High(reg) << 2) | High(address)), opcode);
        ModRmDisp(reg, address, displacement);
    }

    private void ModRmDisp(Reg reg, Reg address, int displacement)
    {
        _code.Add((byte)(0x80 | (Low(reg) << 3) | Low(address)));
        if (Low(address) == 4)
            _code.Add(0x24);
        Disp(displacement);
    }

    private void Indexed(byte opcode, Reg reg, Reg table, Reg index) =>
        Bytes(
            (byte)(0x48 | (High(reg) << 2) | (High(index) << 1) | High(table)), opcode,
            (byte)(0x84 | (Low(reg) << 3)), (byte)(0xC0 | (Low(index) << 3) | Low(table)), 0, 0, 0, 0);
}
