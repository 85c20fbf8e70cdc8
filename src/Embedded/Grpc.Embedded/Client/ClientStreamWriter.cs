using Grpc.Core;

namespace Grpc.Embedded;

/// <summary>The requests of a streaming call. Every message is sent at once: the handler coalesces what comes while it sends.</summary>
internal sealed class ClientStreamWriter<T> : IClientStreamWriter<T> where T : class
{
    private readonly ClientCall _call;
    private readonly Action<T, SerializationContext> _serializer;
    private readonly PooledBuffer _buffer = new();
    private readonly MessageSink _sink;
    private readonly Lock _gate = new();
    private readonly StreamedContent _content = new();
    private bool _isWriting;
    private bool _isComplete;

    public ClientStreamWriter(ClientCall call, Action<T, SerializationContext> serializer)
    {
        _call = call;
        _serializer = serializer;
        _sink = call.SinkInto(_buffer);
        WriteOptions = call.Options.WriteOptions;
    }

    /// <summary>The request body that the messages go into.</summary>
    public HttpContent Content => _content;

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        if (message is null) return Task.FromException(new ArgumentNullException(nameof(message)));
        lock (_gate)
        {
            if (_isComplete) return Failed("Request stream has already been completed.");
            if (_call.Outcome is { } over) return Task.FromException(_call.ToException(over));
            if (_isWriting) return Failed("Can't write the message because the previous write is in progress.");
            _isWriting = true;
        }
        var writing = WriteMessageAsync(message, cancellationToken);
        return writing.IsCompletedSuccessfully ? Task.CompletedTask : writing.AsTask();
    }

    public Task CompleteAsync()
    {
        lock (_gate)
        {
            if (_isWriting) return Failed("Can't complete the client stream writer because the previous write is in progress.");
            if (_isComplete) return Task.CompletedTask;
            _isComplete = true;
        }
        _content.Complete();
        _buffer.Dispose();
        return Task.CompletedTask;
    }

    private static Task Failed(string problem) => Task.FromException(new InvalidOperationException(problem));

    private async ValueTask WriteMessageAsync(T message, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken == _call.Options.CancellationToken
            ? default
            : cancellationToken.UnsafeRegister(static (call, token) => ((ClientCall)call!).Cancel(token), _call);
        try
        {
            _buffer.Clear();
            _sink.Write(message, _serializer, _call.Compression(WriteOptions));
            await SendAsync().ConfigureAwait(false);
        }
        finally
        {
            _isWriting = false;
        }
    }

    private async ValueTask SendAsync()
    {
        try
        {
            var stream = await _content.OpenAsync(_call.Cancellation).ConfigureAwait(false);
            await stream.WriteAsync(_buffer.Written, _call.Cancellation).ConfigureAwait(false);
            await stream.FlushAsync(_call.Cancellation).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw _call.ToException(await _call.OutcomeOfBrokenWriteAsync(e).ConfigureAwait(false));
        }
    }
}
