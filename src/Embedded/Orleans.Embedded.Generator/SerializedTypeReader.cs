using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Orleans.Embedded.Generator;

/// <summary>Checks a type with [GenerateSerializer]: its name, and the numbers of its members.</summary>
internal sealed class SerializedTypeReader
{
    private readonly Report _report;

    public SerializedTypeReader(Report report) => _report = report;

    public delegate void Report(DiagnosticDescriptor rule, ISymbol at, params string[] arguments);

    public void Read(INamedTypeSymbol type)
    {
        if (!type.Has("Orleans.AliasAttribute"))
            _report(Rules.MissingAlias, type);
        if (type.TypeKind == TypeKind.Enum)
            return;
        var primary = PrimaryParameters(type);
        var numbers = new HashSet<uint>();
        foreach (var member in type.GetMembers())
            ReadMember(type, member, primary, numbers);
    }

    /// <summary>The members that the primary constructor of a record makes; Orleans numbers those by itself.</summary>
    private static HashSet<string> PrimaryParameters(INamedTypeSymbol type)
    {
        var names = new HashSet<string>();
        if (!type.IsRecord)
            return names;
        foreach (var constructor in type.InstanceConstructors.Where(c => !c.IsImplicitlyDeclared))
        {
            // The primary constructor is declared by the type itself.
            if (constructor.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is Microsoft.CodeAnalysis.CSharp.Syntax.TypeDeclarationSyntax))
                names.UnionWith(constructor.Parameters.Select(p => p.Name));
        }

        return names;
    }

    private void ReadMember(INamedTypeSymbol type, ISymbol member, HashSet<string> primary, HashSet<uint> numbers)
    {
        if (member.IsStatic || member is not (IFieldSymbol or IPropertySymbol))
            return;
        if (member.Attribute("Orleans.IdAttribute") is { } id)
        {
            var number = id.ConstructorArguments.FirstOrDefault().Value is uint value ? value : 0;
            if (!numbers.Add(number))
                _report(Rules.DuplicateId, type, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
            var memberType = (member as IFieldSymbol)?.Type ?? ((IPropertySymbol)member).Type;
            if (KnownTypes.Unserializable(memberType) is { } unknown)
                _report(Rules.MissingSerializer, member, unknown);
            return;
        }

        var needsId = member switch
        {
            IFieldSymbol { IsImplicitlyDeclared: false, IsConst: false } field => !field.Has("System.NonSerializedAttribute"),
            IPropertySymbol property => !property.IsImplicitlyDeclared && IsAuto(type, property) && !primary.Contains(property.Name),
            _ => false,
        };
        if (needsId)
            _report(Rules.MissingId, member);
    }

    private static bool IsAuto(INamedTypeSymbol type, IPropertySymbol property) =>
        type.GetMembers().OfType<IFieldSymbol>().Any(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property) && !f.Has("System.NonSerializedAttribute"));
}
