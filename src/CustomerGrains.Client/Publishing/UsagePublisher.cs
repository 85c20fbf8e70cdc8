using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Client;

/// <summary>
/// Sends one stream of usage records and sees to it that every batch is counted exactly once, whatever breaks: batches are numbered
/// 1, 2, 3 …, kept until they are complete, and sent again in a new call after a break. An answer means that the batch is on disk.
/// </summary>
/// <remarks>
/// Transient ends (server restarts, cut connections, RESOURCE_EXHAUSTED) are waited out; final ones (other content under a known
/// number, a newer session, an unreadable frame) stop the publisher with <see cref="UsagePublishException"/>. Safe for use by several
/// threads; their batches are numbered as they come.
/// </remarks>
public sealed partial class UsagePublisher : IAsyncDisposable
{
    private readonly CallInvoker _invoker;
    private readonly UsagePublisherOptions _options;

    /// <summary>Guards everything below it; never held over I/O or callbacks.</summary>
    private readonly Lock _gate = new();

    private readonly LedgerCounter _ledger = new();
    private readonly Dictionary<ulong, PendingBatch> _pending = [];

    /// <summary>The number of the next batch to be handed over.</summary>
    private ulong _next = 1;

    /// <summary>All batches up to this one have had their answer.</summary>
    private ulong _complete;

    /// <summary>The first batch that the current call has not written yet; batches before it and up to <see cref="_complete"/> are let go.</summary>
    private ulong _sendNext = 1;

    private uint _serverWindow = 1;
    private bool _closeRequested;
    private UsagePublishException? _failure;

    private readonly AsyncSignal _work = new();
    private readonly AsyncSignal _room = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TaskCompletionSource<ulong> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ulong> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    private UsagePublisher(CallInvoker invoker, string source, string stream, UsagePublisherOptions options)
    {
        _invoker = invoker;
        _options = options;
        Source = source;
        Stream = stream;
    }

    /// <summary>Who the records come from.</summary>
    public string Source { get; }

    /// <summary>The stream within the source.</summary>
    public string Stream { get; }

    /// <summary>The last batch that was complete when the stream was opened; 0 for a new stream.</summary>
    public ulong ResumedAfter { get; private set; }

    /// <summary>The numbers so far.</summary>
    public UsageLedger Ledger
    {
        get
        {
            lock (_gate) return _ledger.Snapshot();
        }
    }

    /// <summary>Opens a stream, or resumes it.</summary>
    /// <param name="invoker">A channel's invoker.</param>
    /// <param name="source">1 to 64 bytes of UTF-8, no "/".</param>
    /// <param name="stream">1 to 100 bytes of UTF-8.</param>
    /// <param name="options">Defaults when not given.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="UsagePublishException">The server refuses the stream, or cannot be reached within the time to give up.</exception>
    public static async Task<UsagePublisher> OpenAsync(
        CallInvoker invoker,
        string source,
        string stream,
        UsagePublisherOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentException.ThrowIfNullOrEmpty(stream);
        options ??= new UsagePublisherOptions();
        options.Validate();
        var publisher = new UsagePublisher(invoker, source, stream, options);
        try
        {
            publisher._running = Task.Run(publisher.RunAsync, CancellationToken.None);
            publisher.ResumedAfter = await publisher._opened.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return publisher;
        }
        catch
        {
            await publisher.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Takes a batch over, numbers it and sends it; waits while the window is full. The buffer belongs to the publisher from here on,
    /// unless this throws.
    /// </summary>
    /// <exception cref="UsagePublishException">The publisher has stopped.</exception>
    /// <exception cref="InvalidOperationException">The stream is being closed, or the batch is empty.</exception>
    public async ValueTask<PublishedBatch> PublishAsync(UsageBatchBuffer batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Count == 0) throw new InvalidOperationException("The batch has no records.");
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                if (TryTakeOver(batch, out var published, out var skipped))
                {
                    if (skipped) Skip(batch, published);
                    else _work.Set();
                    return published;
                }

                await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Waits until every batch handed over so far has had its answer.</summary>
    /// <exception cref="UsagePublishException">The publisher has stopped before.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        Task[] open;
        lock (_gate)
        {
            if (_failure is not null) throw _failure;
            open = [.. _pending.Values.Where(static batch => !batch.IsAcknowledged).Select(static batch => batch.Acknowledged)];
        }

        await Task.WhenAll(open).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits for all answers and then closes the stream for good: no more batches will ever come.</summary>
    /// <returns>Batches in the stream.</returns>
    /// <exception cref="UsagePublishException">The publisher has stopped before.</exception>
    public async Task<ulong> CloseAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            lock (_gate)
            {
                if (_failure is not null) throw _failure;
                _closeRequested = true;
            }

            _work.Set();
        }
        finally
        {
            _turn.Release();
        }

        return await _closed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the call at once. The stream stays open on the server; batches without an answer may or may not have been counted.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        Fail(new UsagePublishException(StatusCode.Cancelled, "The publisher was disposed of."));
    }

    private bool TryTakeOver(UsageBatchBuffer batch, out PublishedBatch published, out bool skipped)
    {
        lock (_gate)
        {
            published = default;
            skipped = false;
            if (_failure is not null) throw _failure;
            if (_closeRequested) throw new InvalidOperationException("The stream is being closed.");
            if (_options.Resume == ResumeMode.Skip && _next <= ResumedAfter)
            {
                skipped = true;
                _complete = _next;
                _sendNext = _next + 1;
                _ledger.HandedOver(batch.Count);
                _ledger.Replayed(batch.Count);
                var ack = new BatchAck { Sequence = _next, Replayed = true, OutcomeExpired = true };
                published = new PublishedBatch(_next++, Task.FromResult(ack));
                return true;
            }

            if (_next > _complete + Math.Min((uint)_options.Window, _serverWindow)) return false;
            var pending = new PendingBatch(_next++, batch);
            _pending.Add(pending.Sequence, pending);
            _ledger.HandedOver(batch.Count);
            published = new PublishedBatch(pending.Sequence, pending.Acknowledged);
            return true;
        }
    }

    private void Skip(UsageBatchBuffer batch, PublishedBatch published)
    {
        Tell(new UsageAck(published.Acknowledged.Result, batch.Count, Counted: false, TimeSpan.Zero));
        batch.Dispose();
    }

    /// <summary>Stops for good: everyone who waits, and everyone who comes, gets the exception.</summary>
    private void Fail(UsagePublishException failure)
    {
        PendingBatch[] pending;
        lock (_gate)
        {
            if (_failure is not null) return;
            _failure = failure;
            pending = [.. _pending.Values];
            _pending.Clear();
        }

        if (_opened.TrySetException(failure)) _ = _opened.Task.Exception;
        if (_closed.TrySetException(failure)) _ = _closed.Task.Exception;
        foreach (var batch in pending)
        {
            batch.Fail(failure);
            batch.Buffer.Dispose();
        }

        _room.Set();
    }
}
