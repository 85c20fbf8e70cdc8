using System.Collections.Concurrent;
using CustomerGrains.Cli.Output;
using CustomerGrains.Client;

namespace CustomerGrains.Cli.Replay;

/// <summary>One of the streams that a file is sent in.</summary>
internal sealed class ReplayStream : IAsyncDisposable
{
    /// <summary>Lines of the batches that have no answer yet, for messages.</summary>
    private readonly ConcurrentDictionary<ulong, long[]> _lines = new();

    private ulong _sequence;

    private ReplayStream()
    {
    }

    /// <summary>The publisher; there once the stream is open.</summary>
    public UsagePublisher Publisher { get; private set; } = null!;

    /// <summary>Opens it, or resumes it.</summary>
    /// <exception cref="UsagePublishException">The server refuses the stream, or cannot be reached.</exception>
    public static async Task<ReplayStream> OpenAsync(
        CustomerGrainsClient client,
        string source,
        string id,
        UsagePublisherOptions options,
        FeedMeter meter,
        ExceptionTally exceptions,
        CancellationToken cancellationToken)
    {
        var stream = new ReplayStream();
        stream.Publisher = await client.OpenPublisherAsync(source, id, options with { OnAck = Answered }, cancellationToken);
        return stream;

        void Answered(UsageAck ack)
        {
            meter.Add(ack);
            if (stream._lines.TryRemove(ack.Answer.Sequence, out var lines)) exceptions.Add(ack.Answer, index => lines[index]);
        }
    }

    /// <summary>Sends a batch; waits while the window is full.</summary>
    /// <exception cref="UsagePublishException">The publisher has stopped.</exception>
    public async ValueTask PublishAsync(ReplayBatch batch, CancellationToken cancellationToken)
    {
        // The answer may come before the publisher has said which number the batch got.
        _lines[++_sequence] = batch.Lines;
        await Publisher.PublishAsync(batch.Records, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Publisher.DisposeAsync();
}
