using System.Linq;
using Microsoft.CodeAnalysis;

namespace Orleans.Embedded.Generator;

/// <summary>Questions about symbols.</summary>
internal static class KnownTypes
{
    public static readonly SymbolDisplayFormat FullName = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayFormat.FullyQualifiedFormat.MiscellaneousOptions | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static string Name(this ITypeSymbol type) => type.OriginalDefinition.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);

    public static bool Is(this ITypeSymbol type, string name) => type.Name() == name;

    public static AttributeData? Attribute(this ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.Is(name) == true);

    public static bool Has(this ISymbol symbol, string name) => symbol.Attribute(name) is not null;

    public static bool IsGrainInterface(INamedTypeSymbol type) => type.AllInterfaces.Any(i => i.Is("Orleans.IGrainWithStringKey"));

    public static bool IsObserver(INamedTypeSymbol type) => type.AllInterfaces.Any(i => i.Is("Orleans.IGrainObserver"));

    public static bool IsGrainClass(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Class && !type.IsAbstract && type.AllInterfaces.Any(i => i.Is("Orleans.IGrainBase"))
        && type.AllInterfaces.Any(i => i.Is("Orleans.IGrain"));

    public static bool IsNameable(ISymbol type)
    {
        for (var at = type; at is INamedTypeSymbol; at = at.ContainingType)
        {
            if (at.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal)
                return false;
        }

        return true;
    }

    /// <summary>Whether a value of this type can cross a grain call, as far as its declaration tells; for one that cannot, its name.</summary>
    public static string? Unserializable(ITypeSymbol type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                return Unserializable(array.ElementType);
            case ITypeParameterSymbol:
                return null;
            case INamedTypeSymbol named:
                if (named.TypeArguments.Select(Unserializable).FirstOrDefault(n => n is not null) is { } argument)
                    return argument;
                if (named.IsRefLikeType || named.TypeKind is TypeKind.Delegate or TypeKind.Pointer)
                    return named.ToDisplayString();
                return named.TypeKind is TypeKind.Interface or TypeKind.Enum
                    || named.SpecialType != SpecialType.None
                    || named.IsTupleType
                    || named.Has("Orleans.GenerateSerializerAttribute")
                    || IsFromPlatform(named)
                    ? null
                    : named.ToDisplayString();
            default:
                return type.ToDisplayString();
        }
    }

    private static bool IsFromPlatform(INamedTypeSymbol type)
    {
        for (var at = type.ContainingNamespace; at is { IsGlobalNamespace: false }; at = at.ContainingNamespace)
        {
            if (at.Name is "System" or "Orleans" && at.ContainingNamespace.IsGlobalNamespace)
                return type.Locations.All(l => !l.IsInSource);
        }

        return false;
    }
}
