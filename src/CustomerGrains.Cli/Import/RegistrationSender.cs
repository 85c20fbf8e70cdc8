using CustomerGrains.Cli.Connecting;
using CustomerGrains.Client;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Cli.Import;

/// <summary>Registers subscribers.</summary>
internal sealed class RegistrationSender(CustomerGrainsClient client) : IItemSender<RegisterSubscriberRequest>
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<ItemResult>> SendAsync(IReadOnlyList<RegisterSubscriberRequest> items, bool isFirst, CancellationToken cancellationToken)
    {
        var call = new BatchRegisterSubscribersRequest { Requests = { items } };
        var answer = await Persistence.CallAsync(() => client.Directory.BatchRegisterSubscribersAsync(call, cancellationToken: cancellationToken), isFirst, cancellationToken);
        return [.. answer.Results.Select(static result => new ItemResult((StatusCode)result.Code, result.Message))];
    }
}
