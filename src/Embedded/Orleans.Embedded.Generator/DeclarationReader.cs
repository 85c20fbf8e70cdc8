using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace Orleans.Embedded.Generator;

/// <summary>Reads a declared type: is it a grain interface, an observer, a grain class, a serialised type, and what is wrong with it.</summary>
internal sealed class DeclarationReader
{
    private readonly List<Finding> _findings = new();

    public static Declared? Read(GeneratorSyntaxContext syntax, CancellationToken cancellation)
    {
        if (syntax.SemanticModel.GetDeclaredSymbol(syntax.Node, cancellation) is not INamedTypeSymbol type || !IsFirstPart(type, syntax.Node))
            return null;
        var reader = new DeclarationReader();
        InterfaceModel? grainInterface = null;
        string? grainClass = null;
        if (type.TypeKind == TypeKind.Interface)
            grainInterface = reader.ReadInterface(type);
        else if (KnownTypes.IsGrainClass(type))
            grainClass = reader.ReadGrainClass(type);
        else if (type.Has("Orleans.GenerateSerializerAttribute"))
            new SerializedTypeReader(reader.Add).Read(type);
        return grainInterface is null && grainClass is null && reader._findings.Count == 0
            ? null
            : new Declared(grainInterface, grainClass, new EquatableArray<Finding>(reader._findings));
    }

    /// <summary>A partial type is read once, at its first part that the generator looks at.</summary>
    private static bool IsFirstPart(INamedTypeSymbol type, SyntaxNode node)
    {
        var parts = type.DeclaringSyntaxReferences;
        if (parts.Length == 1)
            return true;
        foreach (var part in parts)
        {
            var syntax = part.GetSyntax();
            if (syntax is Microsoft.CodeAnalysis.CSharp.Syntax.TypeDeclarationSyntax declaration
                && (declaration.BaseList is not null || declaration.AttributeLists.Count > 0))
                return syntax == node;
        }

        return false;
    }

    private void Add(DiagnosticDescriptor rule, ISymbol at, params string[] arguments) =>
        _findings.Add(new Finding(rule.Id, Place.Of(at), new EquatableArray<string>(new[] { at.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat) }.Concat(arguments))));

    private InterfaceModel? ReadInterface(INamedTypeSymbol type)
    {
        var isObserver = KnownTypes.IsObserver(type);
        if (!isObserver && !KnownTypes.IsGrainInterface(type))
            return null;
        if (!KnownTypes.IsNameable(type))
            Add(Rules.Inaccessible, type);
        if (type.IsGenericType)
            Add(Rules.NoGenerics, type);
        if (!type.Has("Orleans.AliasAttribute"))
            Add(Rules.MissingAlias, type);

        var methods = new List<MethodModel>();
        foreach (var declaring in new[] { type }.Concat(type.AllInterfaces).Where(i => KnownTypes.IsGrainInterface(i) || KnownTypes.IsObserver(i)))
            ReadMethods(type, declaring, methods);
        if (_findings.Count > 0)
            return null;
        var name = type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        var alias = type.Attribute("Orleans.AliasAttribute")?.ConstructorArguments.FirstOrDefault().Value as string ?? type.Name;
        return new InterfaceModel(name, "Reference_" + ProxyWriter.Identifier(name.Replace("global::", "")), alias, isObserver, new EquatableArray<MethodModel>(methods));
    }

    private void ReadMethods(INamedTypeSymbol type, INamedTypeSymbol declaring, List<MethodModel> methods)
    {
        // What is wrong with a base interface is said where that is declared.
        var own = SymbolEqualityComparer.Default.Equals(type, declaring);
        var aliases = new HashSet<string>();
        foreach (var member in declaring.GetMembers().Where(m => !m.IsStatic))
        {
            if (member is IPropertySymbol or IEventSymbol && own)
                Add(Rules.NoProperties, member);
            if (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method)
                continue;
            var before = _findings.Count;
            var model = ReadMethod(declaring, method, aliases);
            if (!own)
                _findings.RemoveRange(before, _findings.Count - before);
            if (model is not null)
                methods.Add(model);
        }
    }

    private MethodModel? ReadMethod(INamedTypeSymbol declaring, IMethodSymbol method, HashSet<string> aliases)
    {
        if (method.IsGenericMethod)
            Add(Rules.NoGenerics, method);
        if (method.Attribute("Orleans.AliasAttribute")?.ConstructorArguments.FirstOrDefault().Value is not string alias)
            Add(Rules.MissingAlias, method);
        else if (!aliases.Add(alias))
            Add(Rules.DuplicateAlias, method, alias);

        var kind = method.ReturnType.Name() switch
        {
            "System.Threading.Tasks.Task" => ReturnKind.Task,
            "System.Threading.Tasks.Task<TResult>" => ReturnKind.TaskOfT,
            "System.Threading.Tasks.ValueTask" => ReturnKind.ValueTask,
            "System.Threading.Tasks.ValueTask<TResult>" => ReturnKind.ValueTaskOfT,
            _ => (ReturnKind?)null,
        };
        if (kind is null)
            Add(Rules.ReturnType, method, method.ReturnType.ToDisplayString());
        var result = kind is ReturnKind.TaskOfT or ReturnKind.ValueTaskOfT ? ((INamedTypeSymbol)method.ReturnType).TypeArguments[0] : null;
        if (result is not null && KnownTypes.Unserializable(result) is { } bad)
            Add(Rules.MissingSerializer, method, bad);

        var parameters = new List<ParameterModel>();
        foreach (var parameter in method.Parameters)
        {
            var isToken = parameter.Type.Is("System.Threading.CancellationToken");
            if (isToken && parameter.Ordinal != method.Parameters.Length - 1)
                Add(Rules.TokenLast, method);
            if (parameter.RefKind != RefKind.None || parameter.Type.IsRefLikeType)
                Add(Rules.NoByRef, method, parameter.Name);
            else if (KnownTypes.Unserializable(parameter.Type) is { } unknown)
                Add(Rules.MissingSerializer, method, unknown);
            parameters.Add(new ParameterModel(parameter.Type.ToDisplayString(KnownTypes.FullName), parameter.Name, isToken));
        }

        var options = method.Has("Orleans.Concurrency.AlwaysInterleaveAttribute") ? "AlwaysInterleave"
            : method.Has("Orleans.Concurrency.ReadOnlyAttribute") ? "ReadOnly" : "None";
        return kind is null ? null : new MethodModel(
            declaring.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            method.Name,
            kind.Value,
            result?.ToDisplayString(KnownTypes.FullName),
            "global::Orleans.Embedded.GrainCallOptions." + options,
            new EquatableArray<ParameterModel>(parameters));
    }

    private string? ReadGrainClass(INamedTypeSymbol type)
    {
        if (type.IsGenericType)
            Add(Rules.NoGenerics, type);
        if (!KnownTypes.IsNameable(type))
            Add(Rules.Inaccessible, type);
        if (!type.Has("Orleans.GrainTypeAttribute"))
            Add(Rules.GrainType, type);
        if (type.Has("Orleans.AliasAttribute") || type.Has("Orleans.GenerateSerializerAttribute"))
            Add(Rules.AliasOnGrain, type);
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            if (method.Has("Orleans.Concurrency.AlwaysInterleaveAttribute"))
                Add(Rules.InterleaveOnClass, method, "AlwaysInterleave");
            if (method.Has("Orleans.Concurrency.ReadOnlyAttribute"))
                Add(Rules.InterleaveOnClass, method, "ReadOnly");
        }

        return _findings.Count > 0 ? null : type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
    }
}
