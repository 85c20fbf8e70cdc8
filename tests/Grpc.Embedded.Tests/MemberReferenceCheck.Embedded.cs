using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Grpc.Embedded.Tests;

/// <summary>
/// Reads every member that a compiled assembly refers to in some others and looks for it, name and signature, in ours. So the
/// embedded surface is held against the real packages themselves, not only against a listing of them.
/// </summary>
internal static class MemberReferenceCheck
{
    /// <summary>What a check found.</summary>
    /// <param name="Compared">References whose type is here.</param>
    /// <param name="Missing">Those of them whose member is not.</param>
    /// <param name="TypesNotHere">Types that are not here, each once.</param>
    public sealed record Result(int Compared, IReadOnlyList<string> Missing, IReadOnlyList<string> TypesNotHere);

    public static Result Run(string path, IReadOnlyCollection<string> referenced, Assembly ours)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        var names = new TypeNames();
        var compared = 0;
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        var notHere = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var handle in reader.MemberReferences)
        {
            var member = reader.GetMemberReference(handle);
            if (DeclaringType(reader, member.Parent) is not { } declaring || !referenced.Contains(AssemblyOf(reader, declaring))) continue;
            var typeName = names.GetTypeFromReference(reader, declaring, 0);
            if (ours.GetType(typeName) is not { } type)
            {
                notHere.Add(typeName);
                continue;
            }
            compared++;
            var name = reader.GetString(member.Name);
            var wanted = member.GetKind() == MemberReferenceKind.Method
                ? Text(name, member.DecodeMethodSignature(names, null))
                : $"{member.DecodeFieldSignature(names, null)} {name}";
            if (!Members(type).Contains(wanted)) missing.Add($"{typeName} :: {wanted}");
        }
        return new Result(compared, [.. missing], [.. notHere]);
    }

    private static TypeReferenceHandle? DeclaringType(MetadataReader reader, EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeReference) return (TypeReferenceHandle)parent;
        if (parent.Kind != HandleKind.TypeSpecification) return null;
        // A member of a generic type: the signature begins with what it is an instance of.
        var blob = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance) return null;
        blob.ReadCompressedInteger();
        var generic = blob.ReadTypeHandle();
        return generic.Kind == HandleKind.TypeReference ? (TypeReferenceHandle)generic : null;
    }

    private static string AssemblyOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        var scope = reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => AssemblyOf(reader, (TypeReferenceHandle)scope),
            HandleKind.AssemblyReference => reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name),
            _ => "",
        };
    }

    private static string Text(string name, MethodSignature<string> signature) =>
        $"{(signature.Header.IsInstance ? "" : "static ")}{signature.ReturnType} {name}`{signature.GenericParameterCount}({string.Join(", ", signature.ParameterTypes)})";

    private static HashSet<string> Members(Type type)
    {
        const BindingFlags declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var members = new HashSet<string>(StringComparer.Ordinal);
        foreach (var method in type.GetMethods(declared))
            if (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly)
                members.Add($"{(method.IsStatic ? "static " : "")}{Name(method.ReturnType)} {method.Name}`{method.GetGenericArguments().Length}({Parameters(method)})");
        foreach (var constructor in type.GetConstructors(declared))
            if (constructor.IsPublic || constructor.IsFamily || constructor.IsFamilyOrAssembly)
                members.Add($"System.Void .ctor`0({Parameters(constructor)})");
        foreach (var field in type.GetFields(declared))
            if (field.IsPublic || field.IsFamily) members.Add($"{Name(field.FieldType)} {field.Name}");
        return members;
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p => Name(p.ParameterType)));

    // The same notation as TypeNames: generic parameters by position, !0 of the type and !!0 of the method.
    private static string Name(Type type)
    {
        if (type.IsByRef) return Name(type.GetElementType()!) + "&";
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        if (type.IsGenericMethodParameter) return $"!!{type.GenericParameterPosition}";
        if (type.IsGenericParameter) return $"!{type.GenericParameterPosition}";
        if (!type.IsGenericType) return type.FullName!;
        return $"{type.GetGenericTypeDefinition().FullName}<{string.Join(",", type.GetGenericArguments().Select(Name))}>";
    }

    private sealed class TypeNames : ISignatureTypeProvider<string, object?>
    {
        public string GetArrayType(string elementType, ArrayShape shape) => elementType + "[]";

        public string GetByReferenceType(string elementType) => elementType + "&";

        public string GetFunctionPointerType(MethodSignature<string> signature) => "fnptr";

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => $"{genericType}<{string.Join(",", typeArguments)}>";

        public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

        public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

        // Modifiers such as that of `in` do not tell members apart here.
        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetPinnedType(string elementType) => elementType;

        public string GetPointerType(string elementType) => elementType + "*";

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "System." + typeCode;

        public string GetSZArrayType(string elementType) => elementType + "[]";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            var definition = reader.GetTypeDefinition(handle);
            return Qualified(reader, definition.Namespace, definition.Name);
        }

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            var reference = reader.GetTypeReference(handle);
            return reference.ResolutionScope.Kind == HandleKind.TypeReference
                ? GetTypeFromReference(reader, (TypeReferenceHandle)reference.ResolutionScope, rawTypeKind) + "+" + reader.GetString(reference.Name)
                : Qualified(reader, reference.Namespace, reference.Name);
        }

        public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        private static string Qualified(MetadataReader reader, StringHandle @namespace, StringHandle name)
        {
            var prefix = reader.GetString(@namespace);
            return prefix.Length == 0 ? reader.GetString(name) : $"{prefix}.{reader.GetString(name)}";
        }
    }
}
