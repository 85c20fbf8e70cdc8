using CustomerGrains.Cli.Connecting;
using Grpc.Core;

namespace CustomerGrains.Cli.Import;

/// <summary>Sends items in calls of many, several at a time.</summary>
internal sealed class BatchSender<TItem>(IItemSender<TItem> sender, int batch, int parallel)
{
    private readonly Lock _gate = new();
    private long _done;
    private long _known;
    private long _refused;

    /// <summary>Done so far, with those that changed nothing.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>Of those, what was known before.</summary>
    public long Known => Interlocked.Read(ref _known);

    /// <summary>Refused so far.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Sends them all; the sequence is drawn from as calls go out, never by two threads at once.</summary>
    /// <param name="items">What to send, and what <paramref name="refused"/> gets with it.</param>
    /// <param name="refused">Called for every one that the server refuses; by one thread at a time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task RunAsync<T>(IEnumerable<(TItem Item, T Tag)> items, Action<T, ItemResult> refused, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            items.Chunk(batch),
            new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken },
            async (chunk, token) =>
            {
                for (var attempt = 1; chunk.Length > 0; attempt++)
                {
                    if (attempt > 1) await Persistence.WaitAsync(token);
                    chunk = await SendAsync(chunk, refused, isLast: attempt == Persistence.Attempts, token);
                }
            });

    /// <returns>Those that are to be sent again, which changes nothing for what was done.</returns>
    private async Task<(TItem Item, T Tag)[]> SendAsync<T>((TItem Item, T Tag)[] chunk, Action<T, ItemResult> refused, bool isLast, CancellationToken cancellationToken)
    {
        var results = await sender.SendAsync([.. chunk.Select(static item => item.Item)], isFirst: Done + Refused == 0, cancellationToken);
        if (results.Count != chunk.Length)
        {
            throw new CliException($"The server's answer is not to {chunk.Length} requests; its version and this program's do not match.");
        }

        var again = new List<(TItem, T)>();
        lock (_gate)
        {
            for (var index = 0; index < chunk.Length; index++)
            {
                var result = results[index];
                if (result.Code == StatusCode.OK)
                {
                    Interlocked.Increment(ref _done);
                    if (result.IsKnown) Interlocked.Increment(ref _known);
                }
                else if (Persistence.IsPassing(result.Code) && !isLast)
                {
                    again.Add(chunk[index]);
                }
                else
                {
                    Interlocked.Increment(ref _refused);
                    refused(chunk[index].Tag, result);
                }
            }
        }

        return [.. again];
    }
}
