using Microsoft.CodeAnalysis;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>A rule about what the flow analysis finds in a body.</summary>
/// <param name="Descriptor">The rule.</param>
/// <param name="Fires">Whether a finding is this rule's.</param>
/// <param name="Message">The whole text of the report.</param>
internal sealed record FlowRule(DiagnosticDescriptor Descriptor, Func<Finding, bool> Fires, Func<Finding, string> Message);
