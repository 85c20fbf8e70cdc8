using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Search;
using CustomerGrains.Server.Search.Filtering;
using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Server.Reports;

/// <summary>What callers of reports say.</summary>
internal static class ReportArguments
{
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    internal static RowCondition? Filter(string filter) => SubscriberSearch.Parse("filter", () => FilterParser.Parse(filter, classesOnly: true));

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: there is no class of this name.</exception>
    internal static RowField Class(string argument, string name) => SubscriberFields.Classes.FirstOrDefault(f => f.Name == name)
        ?? throw Errors.InvalidArgument(argument, $"is '{Errors.Echo(name)}'; give one of {string.Join(", ", SubscriberFields.Classes.Select(static f => f.Name))}.");

    /// <summary>The fields that a report has to look at.</summary>
    internal static List<RowField> Fields(RowCondition? condition, params IEnumerable<RowField> others) => [.. (condition?.Fields ?? []).Concat(others).Distinct()];
}
