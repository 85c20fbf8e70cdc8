using CustomerGrains.Server.Calls;
using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Server.Reports;

/// <summary>The stabilising measures by name.</summary>
internal static class MeasureNames
{
    /// <summary>Names and their bits in <see cref="SubscriberFields.Measures"/>.</summary>
    internal static IReadOnlyList<(string Name, int Bit)> All { get; } = [.. SubscriberFields.Measures.Values.Select(static (name, bit) => (name, bit)).Where(static m => m.bit > 0 && m.name.Length > 0)];

    /// <param name="name">Empty: all of them.</param>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: there is none of this name.</exception>
    internal static IReadOnlyList<(string Name, int Bit)> Find(string field, string name)
    {
        if (name.Length == 0) return All;
        var found = All.Where(m => m.Name == name).ToList();
        return found.Count > 0 ? found : throw Errors.InvalidArgument(field, $"is '{Errors.Echo(name)}'; give one of {string.Join(", ", All.Select(static m => m.Name))}, or nothing.");
    }
}
