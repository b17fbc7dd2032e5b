// Members of .NET that wait for something: as [Blocks].
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Contracts.BuiltIn;

internal sealed class BlockingMembers : BuiltInType
{
    private static readonly MemberContract s_blocks = new() { Blocks = true };
    public BlockingMembers(params string[] names) => Names = ImmutableHashSet.Create(StringComparer.Ordinal, names);

    public ImmutableHashSet<string> Names { get; }

    public override MemberContract? ContractOf(IMethodSymbol method) => Names.Contains(method.Name) ? s_blocks : null;
}
