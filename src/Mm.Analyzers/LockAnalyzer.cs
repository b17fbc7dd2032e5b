using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Rules;
using Mm.Analyzers.Rules.WholeProgram;

namespace Mm.Analyzers;

/// <summary>Checks lock annotations and the lock discipline that they state. All state lives in the compilation start's closure.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => RuleTable.Descriptors;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // Generated code is analysed, since its calls and accesses count elsewhere, and not reported.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (!ContractModel.MayHaveLocks(start.Compilation)) return;
            var contracts = new ContractModel(start.Compilation);
            var reassignable = new ReassignableLock(contracts);
            DeclarationRules.Register(start, contracts, reassignable);
            var facts = new ProgramFacts(contracts);
            var flow = new FlowAnalysisDriver(contracts, reassignable, facts);
            var reports = new ProgramReports(facts, flow);
            start.RegisterOperationBlockAction(flow.Analyse);
            start.RegisterSemanticModelAction(reports.AfterFile);
            start.RegisterCompilationEndAction(reports.AtEnd);
        });
    }
}
