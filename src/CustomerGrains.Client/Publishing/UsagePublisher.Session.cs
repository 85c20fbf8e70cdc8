using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Client;

/// <content>The calls: each is made, fed and read until it ends; then it is decided whether there is another one.</content>
public sealed partial class UsagePublisher
{
    /// <summary>How long a call whose writing failed may take to say why.</summary>
    private static readonly TimeSpan StatusGrace = TimeSpan.FromSeconds(5);

    private async Task RunAsync()
    {
        var attempt = 0;
        long? brokenSince = null;
        while (true)
        {
            var answersBefore = Answers();
            Exception reason;
            try
            {
                await RunSessionAsync().ConfigureAwait(false);
                return;
            }
            catch (UsagePublishException exception)
            {
                Fail(exception);
                return;
            }
            catch (Exception) when (_stopping.IsCancellationRequested)
            {
                return; // DisposeAsync says the rest.
            }
            catch (RpcException exception) when (RetryPolicy.IsFinal(exception.StatusCode))
            {
                Fail(new UsagePublishException(exception.StatusCode, RetryPolicy.Explain(exception), exception));
                return;
            }
            catch (Exception exception) when (exception is RpcException or IOException or HttpRequestException or OperationCanceledException
                or InvalidOperationException)
            {
                // InvalidOperationException: how a gRPC client says that it was written to after the call had ended.
                reason = exception;
            }
            catch (Exception exception)
            {
                Fail(new UsagePublishException(StatusCode.Internal, $"The publisher failed: {exception.Message}", exception));
                return;
            }

            if (Answers() != answersBefore)
            {
                attempt = 0;
                brokenSince = null;
            }

            brokenSince ??= _options.TimeProvider.GetTimestamp();
            var delay = RetryPolicy.Delay(++attempt, reason, _options.MinBackoff, _options.MaxBackoff, _options.Jitter);
            if (_options.GiveUpAfter != Timeout.InfiniteTimeSpan
                && _options.TimeProvider.GetElapsedTime(brokenSince.Value) + delay > _options.GiveUpAfter)
            {
                var (code, text) = reason is RpcException { Status: var status } ? (status.StatusCode, status.Detail) : (StatusCode.Unavailable, reason.Message);
                Fail(new UsagePublishException(code, $"Gave up after {_options.GiveUpAfter} and {attempt} attempts without an answer: {code}, {text}", reason));
                return;
            }

            try
            {
                _options.OnRetry?.Invoke(reason, delay);
                await Task.Delay(delay, _options.TimeProvider, _stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Fail(new UsagePublishException(StatusCode.Aborted, $"{nameof(UsagePublisherOptions.OnRetry)} threw: {exception.Message}", exception));
                return;
            }
        }
    }

    private long Answers()
    {
        lock (_gate) return _ledger.BatchesAcked;
    }

    /// <summary>One call, to the stream's close. Every other end is an exception.</summary>
    private async Task RunSessionAsync()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        using var call = _invoker.AsyncDuplexStreamingCall(PublishFrame.Method, null, new CallOptions(cancellationToken: ending.Token));
        lock (_gate) _ledger.SessionBegan();
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reader = ReadAsync(call.ResponseStream, opened, ending.Token);
        var sender = SendAsync(call.RequestStream, opened.Task, ending.Token);
        await Task.WhenAny(reader, sender).ConfigureAwait(false);
        if (sender.IsFaulted || sender.IsCanceled)
        {
            // Writing fails because the call has ended; why, only reading tells.
            await Settle(reader.WaitAsync(StatusGrace)).ConfigureAwait(false);
        }
        else
        {
            await Settle(reader).ConfigureAwait(false);
        }

        await ending.CancelAsync().ConfigureAwait(false);
        await Settle(reader).ConfigureAwait(false);
        await Settle(sender).ConfigureAwait(false);
        if (reader.IsCanceled && sender.IsFaulted) await sender.ConfigureAwait(false);
        await reader.ConfigureAwait(false);
    }

    /// <summary>Waits for a task's end, whichever it is; the result is looked at afterwards.</summary>
    private static Task Settle(Task task) => task.ContinueWith(
        static done => _ = done.Exception,
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    private async Task SendAsync(IClientStreamWriter<PublishFrame> requests, Task opened, CancellationToken cancellationToken)
    {
        await requests.WriteAsync(PublishFrame.Open(Source, Stream, _options.SourceSequence)).ConfigureAwait(false);
        await opened.WaitAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            PendingBatch? batch;
            bool close;
            lock (_gate)
            {
                if (_pending.TryGetValue(_sendNext, out batch))
                {
                    if (batch.Sends++ == 0) batch.FirstSent = _options.TimeProvider.GetTimestamp();
                    else _ledger.Resent();
                }

                close = _closeRequested && _complete + 1 == _next;
            }

            if (batch is not null)
            {
                await requests.WriteAsync(batch.Frame).ConfigureAwait(false);
                lock (_gate)
                {
                    _sendNext++;
                    LetGo(batch.Sequence);
                }
            }
            else if (close)
            {
                await requests.WriteAsync(PublishFrame.Close).ConfigureAwait(false);
                await requests.CompleteAsync().ConfigureAwait(false);
                return;
            }
            else
            {
                await _work.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ReadAsync(IAsyncStreamReader<PublishResponse> responses, TaskCompletionSource opened, CancellationToken cancellationToken)
    {
        while (await responses.MoveNext(cancellationToken).ConfigureAwait(false))
        {
            var response = responses.Current;
            switch (response.ResponseCase)
            {
                case PublishResponse.ResponseOneofCase.Opened when !opened.Task.IsCompleted:
                    OnOpened(response.Opened);
                    opened.SetResult();
                    break;
                case PublishResponse.ResponseOneofCase.Ack when opened.Task.IsCompleted:
                    OnAck(response.Ack);
                    break;
                case PublishResponse.ResponseOneofCase.Closed:
                    _closed.TrySetResult(response.Closed.Batches);
                    return;
                default:
                    throw new UsagePublishException(StatusCode.Internal, $"The server sent {response.ResponseCase} out of turn; its version and this client's do not match.");
            }
        }

        // The server ended the call in good order, but not because we closed the stream: it is made again.
        throw new RpcException(new Status(StatusCode.Unavailable, "The server ended the call."));
    }

    private void OnOpened(StreamOpened opened)
    {
        lock (_gate)
        {
            if (!_opened.Task.IsCompleted)
            {
                if (_options.Resume == ResumeMode.Continue)
                {
                    _complete = opened.LastComplete;
                    _next = _complete + 1;
                }
            }
            else if (opened.LastComplete < _complete)
            {
                throw new UsagePublishException(StatusCode.DataLoss, $"The server had acknowledged batch {_complete} of this stream and now knows only {opened.LastComplete}: its store was replaced or set back. Send the stream's content again under a new stream id.");
            }

            _serverWindow = Math.Max(1, opened.Window);
            foreach (var done in _pending.Keys.Where(sequence => sequence <= _complete).ToArray()) Remove(done);
            _sendNext = _complete + 1;
        }

        _opened.TrySetResult(opened.LastComplete);
        _room.Set();
    }

    private void OnAck(BatchAck ack)
    {
        UsageAck told;
        PendingBatch? batch;
        lock (_gate)
        {
            if (!_pending.TryGetValue(ack.Sequence, out batch) || ack.Sequence > _sendNext)
            {
                // Batches that were answered before the break are sent again with the others; their second answer is nothing new.
                if (ack.Sequence <= _complete) return;
                throw new UsagePublishException(StatusCode.Internal, $"The server answered batch {ack.Sequence}, which was not sent.");
            }

            if (batch.IsAcknowledged) return;
            var counted = Count(batch, ack);
            told = new UsageAck(ack, batch.Records, counted, _options.TimeProvider.GetElapsedTime(batch.FirstSent));
        }

        // The caller is told before anybody who waits goes on: after FlushAsync and CloseAsync every call of OnAck is over.
        Tell(told);
        batch.Complete(ack);
        lock (_gate)
        {
            while (_pending.TryGetValue(_complete + 1, out var next) && next.IsAcknowledged) LetGo(++_complete);
        }

        _room.Set();
        _work.Set();
    }

    private void Tell(UsageAck ack)
    {
        try
        {
            _options.OnAck?.Invoke(ack);
        }
        catch (Exception exception)
        {
            throw new UsagePublishException(StatusCode.Aborted, $"{nameof(UsagePublisherOptions.OnAck)} threw: {exception.Message}", exception);
        }
    }

    /// <summary>Enters an answer into the ledger. False when the batch had been complete before this publisher sent it.</summary>
    private bool Count(PendingBatch batch, BatchAck ack)
    {
        // Replayed after a break: the first answer was lost on the way, and what it counted is ours. Replayed at the first send:
        // somebody sent it before us.
        if (ack.Replayed && (batch.Sends == 1 || ack.OutcomeExpired))
        {
            _ledger.Replayed(batch.Records);
            return false;
        }

        if (ack.Received != batch.Records || ack.Received != (ulong)ack.Applied + ack.Duplicate + ack.Conflict + ack.Rejected)
        {
            throw new UsagePublishException(StatusCode.DataLoss, $"Batch {ack.Sequence} had {batch.Records} records; the server answered received {ack.Received}, applied {ack.Applied}, duplicate {ack.Duplicate}, conflict {ack.Conflict}, rejected {ack.Rejected}, which does not reconcile.");
        }

        _ledger.Counted(ack);
        return true;
    }

    /// <summary>Gives a batch's buffer back once it is complete and the current call will not send it again.</summary>
    private void LetGo(ulong sequence)
    {
        if (sequence <= _complete && sequence < _sendNext) Remove(sequence);
    }

    private void Remove(ulong sequence)
    {
        if (_pending.Remove(sequence, out var batch)) batch.Buffer.Dispose();
    }
}
