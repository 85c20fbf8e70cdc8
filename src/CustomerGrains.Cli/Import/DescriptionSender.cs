using CustomerGrains.Cli.Connecting;
using CustomerGrains.Client;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Cli.Import;

/// <summary>Describes customers, accounts, groups and prospects.</summary>
internal sealed class DescriptionSender(CustomerGrainsClient client) : IItemSender<DescribePartyRequest>
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<ItemResult>> SendAsync(IReadOnlyList<DescribePartyRequest> items, bool isFirst, CancellationToken cancellationToken)
    {
        var call = new BatchDescribePartiesRequest { Requests = { items } };
        var answer = await Persistence.CallAsync(() => client.Customers.BatchDescribePartiesAsync(call, cancellationToken: cancellationToken), isFirst, cancellationToken);
        return [.. answer.Results.Select(static result => new ItemResult((StatusCode)result.Code, result.Message, result.Outcome == Outcome.Duplicate))];
    }
}
