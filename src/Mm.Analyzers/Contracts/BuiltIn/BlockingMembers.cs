// Members of .NET that wait for something: as [Blocks].
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Contracts.BuiltIn;

internal sealed class BlockingMembers : BuiltInType
{
    private static readonly MemberContract s_blocks = new() { Blocks = true };
    private readonly ImmutableHashSet<string> _names;

    public BlockingMembers(params string[] names) => _names = ImmutableHashSet.Create(StringComparer.Ordinal, names);

    public override MemberContract? ContractOf(IMethodSymbol method) => _names.Contains(method.Name) ? s_blocks : null;
}
