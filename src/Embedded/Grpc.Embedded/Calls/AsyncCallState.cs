using Grpc.Core;

namespace Grpc.Embedded;

/// <summary>The delegates behind an Async…Call, with or without a state argument.</summary>
internal readonly struct AsyncCallState
{
    // Either Func<object, …> with a state, or Task<Metadata>, Func<…> and Action without one.
    private readonly object? _state;
    private readonly object _headers;
    private readonly Delegate _status;
    private readonly Delegate _trailers;
    private readonly Delegate _dispose;

    public AsyncCallState(Task<Metadata> headers, Func<Status> status, Func<Metadata> trailers, Action dispose)
    {
        _state = null;
        _headers = headers;
        _status = status;
        _trailers = trailers;
        _dispose = dispose;
    }

    public AsyncCallState(
        Func<object, Task<Metadata>> headers, Func<object, Status> status, Func<object, Metadata> trailers, Action<object> dispose, object state)
    {
        _state = state;
        _headers = headers;
        _status = status;
        _trailers = trailers;
        _dispose = dispose;
    }

    public Task<Metadata> ResponseHeadersAsync() =>
        _headers is Func<object, Task<Metadata>> withState ? withState(_state!) : (Task<Metadata>)_headers;

    public Status GetStatus() => _status is Func<object, Status> withState ? withState(_state!) : ((Func<Status>)_status)();

    public Metadata GetTrailers() => _trailers is Func<object, Metadata> withState ? withState(_state!) : ((Func<Metadata>)_trailers)();

    public void Dispose()
    {
        if (_dispose is Action<object> withState) withState(_state!);
        else ((Action)_dispose)();
    }
}
