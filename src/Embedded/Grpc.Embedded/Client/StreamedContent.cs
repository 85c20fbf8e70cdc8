using System.Net;

namespace Grpc.Embedded;

/// <summary>The request body of a call with many messages: opened by the handler, written by the caller, closed when both are done.</summary>
internal sealed class StreamedContent : HttpContent
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _closed;
    private bool _isComplete;
    private bool _isUsed;

    public StreamedContent() => Headers.TryAddWithoutValidation("Content-Type", HeaderNames.ContentType);

    /// <summary>Where to write, as soon as the handler is ready. From then on the request cannot be sent a second time.</summary>
    public async ValueTask<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        Task<Stream> opened;
        lock (_gate) opened = _opened.Task;
        var stream = opened.IsCompletedSuccessfully ? opened.Result : await opened.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            _isUsed = true;
            // The handler may have begun anew meanwhile: with another stream.
            return _opened.Task.IsCompletedSuccessfully ? _opened.Task.Result : stream;
        }
    }

    /// <summary>Ends the request. When it returns, the end is on its way, unless the request has not even begun.</summary>
    public void Complete()
    {
        TaskCompletionSource? closed;
        lock (_gate)
        {
            _isComplete = true;
            closed = _closed;
        }
        closed?.TrySetResult();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The headers go first, alone: the server is to know of the call before the caller has anything to say.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        // Without RunContinuationsAsynchronously: Complete is to return after the end of the stream was sent, not before.
        var closed = new TaskCompletionSource();
        lock (_gate)
        {
            if (_isUsed) throw new IOException("The request cannot be sent again: messages of it were written already.");
            if (_opened.Task.IsCompleted) _opened = new TaskCompletionSource<Stream>(TaskCreationOptions.RunContinuationsAsynchronously);
            _opened.SetResult(stream);
            if (_isComplete) return;
            _closed = closed;
        }
        using var registration = cancellationToken.UnsafeRegister(static (c, token) => ((TaskCompletionSource)c!).TrySetCanceled(token), closed);
        await closed.Task.ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
