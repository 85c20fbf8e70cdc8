using System.Reflection;
using Grpc.Core;

namespace Grpc.Embedded;

/// <summary>Finds out how a service class is bound.</summary>
internal static class ServiceBinding
{
    /// <summary>
    /// The static <c>BindService(ServiceBinderBase, TBase)</c> that <see cref="BindServiceMethodAttribute"/> names on the class
    /// or on one that it derives from, and that <c>TBase</c>, whose virtual methods are the service's.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static (MethodInfo Bind, Type BaseType) Find(Type service)
    {
        for (var type = service; type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is not { } attribute) continue;
            var method = attribute.BindType.GetMethod(
                attribute.BindMethodName, BindingFlags.Public | BindingFlags.Static, [typeof(ServiceBinderBase), type]);
            return method is null
                ? throw new InvalidOperationException($"{attribute.BindType} has no static {attribute.BindMethodName}({nameof(ServiceBinderBase)}, {type.Name}) to bind {service} with.")
                : (method, type);
        }
        throw new InvalidOperationException($"{service} is no gRPC service: neither it nor a class it derives from has a {nameof(BindServiceMethodAttribute)}.");
    }

    /// <summary>The virtual method of <paramref name="baseType"/> that serves <paramref name="method"/>.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static MethodInfo ServiceMethod(Type baseType, IMethod method, params Type[] parameters) =>
        baseType.GetMethod(method.Name, BindingFlags.Public | BindingFlags.Instance, parameters) is { IsVirtual: true } found
            ? found.GetBaseDefinition()
            : throw new InvalidOperationException($"Could not find '{method.Name}' on {baseType}.");

    /// <summary>The attributes of the class, then those of its own version of the method, which so count more.</summary>
    public static IReadOnlyList<object> Attributes(Type service, MethodInfo method)
    {
        var own = service.GetMethods(BindingFlags.Public | BindingFlags.Instance).First(m => m.GetBaseDefinition() == method);
        return [.. service.GetCustomAttributes(inherit: true), .. own.GetCustomAttributes(inherit: true)];
    }
}
