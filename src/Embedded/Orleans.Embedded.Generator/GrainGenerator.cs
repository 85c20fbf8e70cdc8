using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Orleans.Embedded.Generator;

/// <summary>
/// Writes, for each grain and observer interface of the assembly, the reference through which it is called, and for the assembly
/// the manifest by which the host finds its grains.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class GrainGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var declared = context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => node is TypeDeclarationSyntax { BaseList: not null } or TypeDeclarationSyntax { AttributeLists.Count: > 0 } or EnumDeclarationSyntax { AttributeLists.Count: > 0 },
                static (syntax, cancellation) => DeclarationReader.Read(syntax, cancellation))
            .Where(static found => found is not null)
            .Select(static (found, _) => found!);

        context.RegisterSourceOutput(declared, static (output, found) =>
        {
            foreach (var finding in found.Findings)
                output.ReportDiagnostic(Diagnostic.Create(Rules.Get(finding.Id), finding.Place?.ToLocation(), finding.Arguments.ToArray<object>()));
            if (found.Interface is { } grainInterface)
                output.AddSource(grainInterface.Identifier + ".g.cs", SourceText.From(ProxyWriter.Write(grainInterface), Encoding.UTF8));
        });

        var assembly = context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName ?? "Grains");
        context.RegisterSourceOutput(declared.Collect().Combine(assembly), static (output, all) => WriteManifest(output, all.Left, all.Right));
    }

    private static void WriteManifest(SourceProductionContext output, ImmutableArray<Declared> declared, string assembly)
    {
        var interfaces = declared.Select(d => d.Interface).OfType<InterfaceModel>().Distinct().OrderBy(i => i.FullName, System.StringComparer.Ordinal).ToList();
        var classes = declared.Select(d => d.GrainClass).OfType<string>().Distinct().OrderBy(c => c, System.StringComparer.Ordinal).ToList();
        if (interfaces.Count + classes.Count > 0)
            output.AddSource("GrainManifest.g.cs", SourceText.From(ManifestWriter.Write(assembly, interfaces, classes), Encoding.UTF8));
    }
}
