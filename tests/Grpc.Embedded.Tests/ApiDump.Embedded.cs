using System.Reflection;
using System.Runtime.CompilerServices;

namespace CustomerGrains.Conformance;

/// <summary>
/// Prints the public surface of an assembly, one line a member, sorted ordinally: declared type and shape, names,
/// defaults, constraints, nullability. The reference listings were printed by the same rules, so that lines can be
/// compared letter for letter. Linked by the test projects of both embedded hosts; hence internal.
/// </summary>
internal static class ApiDump
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>All lines of all exported types of <paramref name="assembly"/>, sorted, each once.</summary>
    public static IEnumerable<string> Lines(Assembly assembly)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var type in assembly.GetExportedTypes()) Dump(type, lines);
        return lines;
    }

    /// <summary>The type a line speaks of: what stands before <c> :: </c>.</summary>
    public static string TypeOf(string line) => line[..line.IndexOf(" :: ", StringComparison.Ordinal)];

    /// <summary>How a type is written in a line, e.g. <c>Grpc.Core.Metadata+Entry</c> or <c>Grpc.Core.Marshaller&lt;T&gt;</c>.</summary>
    public static string Name(Type t)
    {
        if (t.IsByRef) return Name(t.GetElementType()!);
        if (t.IsArray) return Name(t.GetElementType()!) + "[" + new string(',', t.GetArrayRank() - 1) + "]";
        if (t.IsPointer) return Name(t.GetElementType()!) + "*";
        if (t.IsGenericParameter) return t.Name;
        if (System.Nullable.GetUnderlyingType(t) is { } inner) return Name(inner) + "?";
        var arguments = t.GetGenericArguments();
        var inherited = t.DeclaringType?.GetGenericArguments().Length ?? 0;
        var own = arguments.Skip(inherited).ToArray();
        return Prefix(t, arguments, inherited) + t.Name.Split('`')[0]
            + (own.Length > 0 ? "<" + string.Join(", ", own.Select(Name)) + ">" : "");
    }

    private static string Prefix(Type t, Type[] arguments, int inherited)
    {
        if (!t.IsNested) return t.Namespace is null ? "" : t.Namespace + ".";
        var outer = t.DeclaringType!;
        if (outer.IsGenericTypeDefinition && !t.IsGenericTypeDefinition)
            outer = outer.MakeGenericType([.. arguments.Take(inherited)]);
        return Name(outer) + "+";
    }

    private static void Dump(Type type, SortedSet<string> lines)
    {
        if (type.FullName is null || type.Name.Contains('<')) return;
        if ((type.Namespace ?? "").StartsWith("OrleansCodeGen", StringComparison.Ordinal)) return;
        var name = Name(type);
        lines.Add($"{name} :: {Kind(type)}{Parents(type)}{Constraints(type.IsGenericTypeDefinition ? type.GetGenericArguments() : [])}{Old(type)}");
        if (typeof(Delegate).IsAssignableFrom(type) && type.GetMethod("Invoke") is { } invoke)
        {
            lines.Add($"{name} :: delegate {Signature(invoke)}");
            return;
        }
        foreach (var field in type.GetFields(Declared))
            if ((field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && !field.IsSpecialName)
                lines.Add($"{name} :: field {Field(field)}");
        foreach (var constructor in type.GetConstructors(Declared).Where(Visible))
            if (!constructor.IsStatic)
                lines.Add($"{name} :: {Access(constructor.IsPublic)}ctor({Parameters(constructor)}){Old(constructor)}");
        foreach (var property in type.GetProperties(Declared))
            if (Property(property) is { } line)
                lines.Add($"{name} :: property {line}");
        foreach (var e in type.GetEvents(Declared))
            if (e.AddMethod is { } add && Visible(add))
                lines.Add($"{name} :: event {Access(add.IsPublic)}{Name(e.EventHandlerType!)} {e.Name}");
        foreach (var method in type.GetMethods(Declared).Where(Visible))
            if ((!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) && !method.Name.Contains('<'))
                lines.Add($"{name} :: {Access(method.IsPublic)}{Shape(method)}{Signature(method)}{Old(method)}");
    }

    private static string Parents(Type type)
    {
        var parents = new List<string>();
        if (type.BaseType is { } b && b != typeof(object) && b != typeof(ValueType) && b != typeof(Enum) && b != typeof(MulticastDelegate))
            parents.Add(Name(b));
        parents.AddRange(type.GetInterfaces().Where(i => i.IsVisible).Select(Name).Order(StringComparer.Ordinal));
        return parents.Count > 0 ? " : " + string.Join(", ", parents) : "";
    }

    private static string Field(FieldInfo f) =>
        $"{Access(f.IsPublic)}{(f.IsLiteral ? "const " : f.IsStatic ? "static " : "")}{(f.IsInitOnly ? "readonly " : "")}"
        + $"{Name(f.FieldType)} {f.Name}{(f.IsLiteral ? " = " + f.GetRawConstantValue() : "")}";

    private static string? Property(PropertyInfo p)
    {
        var get = p.GetMethod is { } g && Visible(g) ? g : null;
        var set = p.SetMethod is { } s && Visible(s) ? s : null;
        if ((get ?? set) is not { } any) return null;
        var index = p.GetIndexParameters();
        var init = set is not null && set.ReturnParameter.GetRequiredCustomModifiers().Any(m => m == typeof(IsExternalInit));
        return $"{Access(any.IsPublic)}{Shape(any)}{Nullable(p)} {p.Name}"
            + (index.Length > 0 ? "[" + string.Join(", ", index.Select(Parameter)) + "]" : "")
            + $" {{{(get is null ? "" : " get;")}{(set is null ? "" : init ? " init;" : " set;")} }}{Old(p)}";
    }

    private static bool Visible(MethodBase m) => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly;

    private static string Access(bool isPublic) => isPublic ? "public " : "protected ";

    private static string Kind(Type t) =>
        t.IsInterface ? "interface"
        : t.IsEnum ? "enum"
        : typeof(Delegate).IsAssignableFrom(t) ? "delegate"
        : t.IsValueType ? "struct"
        : t.IsAbstract && t.IsSealed ? "static class"
        : t.IsAbstract ? "abstract class"
        : t.IsSealed ? "sealed class"
        : "class";

    private static string Shape(MethodInfo m) =>
        m.DeclaringType!.IsInterface ? (m.IsStatic ? "static " : "")
        : m.IsStatic ? "static "
        : m.IsAbstract ? "abstract "
        : m.IsVirtual && !m.IsFinal ? (m.GetBaseDefinition() == m ? "virtual " : "override ")
        : "";

    private static string Signature(MethodInfo m)
    {
        var generic = m.IsGenericMethodDefinition ? m.GetGenericArguments() : [];
        return $"{Nullable(m.ReturnParameter)} {m.Name}"
            + (generic.Length > 0 ? "<" + string.Join(", ", generic.Select(a => a.Name)) + ">" : "")
            + $"({(m.IsDefined(typeof(ExtensionAttribute), false) ? "this " : "")}{Parameters(m)}){Constraints(generic)}";
    }

    private static string Parameters(MethodBase m) => string.Join(", ", m.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo p) =>
        (p.IsOut ? "out " : p.ParameterType.IsByRef ? (p.IsIn ? "in " : "ref ") : "")
        + (p.IsDefined(typeof(ParamArrayAttribute), false) ? "params " : "")
        + $"{Nullable(p)} {p.Name}{(p.HasDefaultValue ? " = " + Default(p) : "")}";

    private static string Default(ParameterInfo p)
    {
        try
        {
            return p.DefaultValue switch { null => "default", string s => $"\"{s}\"", bool v => v ? "true" : "false", var v => v.ToString()! };
        }
        catch (FormatException)
        {
            // Reflection cannot express the default of some structs (CancellationToken, DateTime); there it is `default`.
            return "default";
        }
    }

    private static string Old(MemberInfo m) => m.IsDefined(typeof(ObsoleteAttribute), false) ? " [Obsolete]" : "";

    private static string Constraints(Type[] arguments) => string.Concat(arguments.Select(a =>
    {
        var all = new List<string>();
        var flags = a.GenericParameterAttributes;
        if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) all.Add("class");
        if (flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint)) all.Add("struct");
        all.AddRange(a.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(Name));
        if (flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint)
            && !flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint)) all.Add("new()");
        return all.Count > 0 ? $" where {a.Name} : {string.Join(", ", all)}" : "";
    }));

    private static string Nullable(ParameterInfo p) => Nullable(p.ParameterType, new NullabilityInfoContext().Create(p));

    private static string Nullable(PropertyInfo p) => Nullable(p.PropertyType, new NullabilityInfoContext().Create(p));

    private static string Nullable(Type type, NullabilityInfo info)
    {
        var state = info.ReadState == NullabilityState.Unknown ? info.WriteState : info.ReadState;
        var mark = !type.IsValueType && !type.IsGenericParameter && state == NullabilityState.Nullable ? "?" : "";
        return Name(type.IsByRef ? type.GetElementType()! : type) + mark;
    }
}
