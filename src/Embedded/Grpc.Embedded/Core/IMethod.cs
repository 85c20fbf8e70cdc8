namespace Grpc.Core;

/// <summary>A method of a service, whatever its messages.</summary>
public interface IMethod
{
    /// <summary>Which side streams.</summary>
    MethodType Type { get; }

    /// <summary>The service's full name, e.g. <c>grpc.health.v1.Health</c>.</summary>
    string ServiceName { get; }

    /// <summary>The method's own name, e.g. <c>Check</c>.</summary>
    string Name { get; }

    /// <summary>The path on the wire, e.g. <c>/grpc.health.v1.Health/Check</c>.</summary>
    string FullName { get; }
}
