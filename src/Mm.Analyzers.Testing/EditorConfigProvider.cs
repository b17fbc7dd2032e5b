using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Mm.Analyzers.Testing;

/// <summary>The same .editorconfig keys for every source.</summary>
internal sealed class EditorConfigProvider(ImmutableDictionary<string, string> keys) : AnalyzerConfigOptionsProvider
{
    private readonly KeyValues _keys = new(keys);

    public override AnalyzerConfigOptions GlobalOptions => _keys;

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => _keys;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => _keys;

    private sealed class KeyValues(ImmutableDictionary<string, string> keys) : AnalyzerConfigOptions
    {
        private readonly ImmutableDictionary<string, string> _keys = keys.WithComparers(KeyComparer);

        public override IEnumerable<string> Keys => _keys.Keys;

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => _keys.TryGetValue(key, out value);
    }
}
