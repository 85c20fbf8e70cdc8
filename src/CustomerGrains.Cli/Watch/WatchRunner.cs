using CustomerGrains.Cli.Connecting;
using CustomerGrains.Cli.Output;
using CustomerGrains.Client;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Cli.Watch;

/// <summary>Watches a subscriber and prints what happens, with the totals that come of it.</summary>
internal sealed class WatchRunner(CustomerGrainsClient client, IWatchOutput output, Terminal terminal)
{
    private Subscriber? _latest;

    /// <summary>Runs until so many changes were printed, or until it is interrupted.</summary>
    /// <returns>0.</returns>
    /// <exception cref="CliException">The server does not know the subscriber or the cursor.</exception>
    public async Task<int> RunAsync(string subscriberId, string cursor, int count, CancellationToken cancellationToken)
    {
        try
        {
            // A wrong address or id is told at once; from then on the server may come and go.
            _latest = await client.Subscribers.GetSubscriberAsync(new GetSubscriberRequest { SubscriberId = subscriberId }, cancellationToken: cancellationToken);
            var options = new SubscriberWatchOptions { Cursor = cursor, OnRetry = Note };
            await foreach (var one in client.WatchSubscriber(subscriberId, options).WithCancellation(cancellationToken))
            {
                if (one is SubscriberStateEvent state)
                {
                    _latest = state.State;
                    if (state.HasGap) terminal.Error.WriteLine("customergrains: the changes behind the cursor are not to be had one by one any more; going on from the state.");
                    output.Write(state);
                }
                else if (one is SubscriberChangeEvent change)
                {
                    output.Write(change, await AfterAsync(subscriberId, change.Change.Version, cancellationToken));
                    if (--count == 0) return 0;
                }
            }

            return 0;
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            throw new CliException(exception.Status.Detail, exception.StatusCode == StatusCode.NotFound ? CliException.Failed : CliException.Usage, exception);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested && exception is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
            return 0;
        }
    }

    /// <summary>The subscriber as of a version or a later one: who watches from far back is not worth a question for each change.</summary>
    private async Task<Subscriber> AfterAsync(string subscriberId, long version, CancellationToken cancellationToken)
    {
        if (_latest is not { } known || known.Version < version)
            _latest = await Persistence.CallAsync(() => client.Subscribers.GetSubscriberAsync(new GetSubscriberRequest { SubscriberId = subscriberId }, cancellationToken: cancellationToken), cancellationToken);
        return _latest;
    }

    private void Note(Exception reason, TimeSpan delay) =>
        terminal.Error.WriteLine($"customergrains: {(reason is RpcException rpc ? $"{rpc.StatusCode}, {rpc.Status.Detail.TrimEnd('.')}" : reason.Message)}; watching again in {delay.TotalSeconds:0.0} s.");
}
