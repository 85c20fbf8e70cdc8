using CustomerGrains.Cli.Connecting;
using CustomerGrains.Client;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Cli.Replay;

/// <summary>A source's totals as the server has them.</summary>
internal sealed record SourceNumbers(long Batches, long Received, long Applied, long Duplicate, long Conflict, long Rejected)
{
    /// <summary>Open streams, by id.</summary>
    internal IReadOnlyList<string> OpenStreams { get; init; } = [];

    internal long ClosedStreams { get; init; }

    /// <summary>received = applied + duplicate + conflict + rejected.</summary>
    public bool AddsUp => Received == Applied + Duplicate + Conflict + Rejected;

    /// <summary>Asks the server; zeros for a source that it does not know yet.</summary>
    public static Task<SourceNumbers> GetAsync(CustomerGrainsClient client, string source, CancellationToken cancellationToken) =>
        OfAsync(() => Ask(client, source, cancellationToken).ResponseAsync);

    /// <summary>Asks after a feed, which has outlived a server that went away and came back: so does the question.</summary>
    public static Task<SourceNumbers> GetAfterAsync(CustomerGrainsClient client, string source, CancellationToken cancellationToken) =>
        OfAsync(() => Persistence.CallAsync(() => Ask(client, source, cancellationToken), cancellationToken));

    /// <summary>What came in between two looks.</summary>
    public static SourceNumbers operator -(SourceNumbers after, SourceNumbers before) => new(
        after.Batches - before.Batches,
        after.Received - before.Received,
        after.Applied - before.Applied,
        after.Duplicate - before.Duplicate,
        after.Conflict - before.Conflict,
        after.Rejected - before.Rejected);

    public override string ToString() => Numbers.Sum(Received, Applied, Duplicate, Conflict, Rejected);

    private static AsyncUnaryCall<Source> Ask(CustomerGrainsClient client, string source, CancellationToken cancellationToken) =>
        client.Usage.GetSourceAsync(new GetSourceRequest { Source = source }, cancellationToken: cancellationToken);

    private static async Task<SourceNumbers> OfAsync(Func<Task<Source>> ask)
    {
        try
        {
            var answer = await ask();
            var total = answer.Total ?? new Reconciliation();
            return new SourceNumbers((long)total.Batches, (long)total.Received, (long)total.Applied, (long)total.Duplicate, (long)total.Conflict, (long)total.Rejected)
            {
                OpenStreams = [.. answer.OpenStreams.Select(static stream => stream.Stream)],
                ClosedStreams = (long)answer.ClosedStreams,
            };
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound)
        {
            return new SourceNumbers(0, 0, 0, 0, 0, 0);
        }
    }
}
