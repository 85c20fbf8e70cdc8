using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Orleans.Embedded;

/// <summary>
/// A turn on the caller's thread. When the method is done at once it costs two interlocked operations and no object;
/// when it suspends, it becomes a <see cref="GrainCall"/> that is watched like a queued one.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct InlineTurn
{
    private readonly Activation _activation;
    private readonly SynchronizationContext? _outside;
    private readonly GrainCallOptions _options;

    internal InlineTurn(Activation activation, SynchronizationContext? outside, GrainCallOptions options)
    {
        _activation = activation;
        _outside = outside;
        _options = options;
    }

    /// <summary>The grain object.</summary>
    public object Grain
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _activation.Instance!;
    }

    /// <summary>Ends the turn's part on this thread, with what the method returned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ValueTask<T> Leave<T>(ValueTask<T> running, GrainProxy proxy, string method, CancellationToken cancellation)
    {
        if (!running.IsCompletedSuccessfully)
            return new ValueTask<T>(Suspend(running, proxy, method, cancellation));
        _activation.Leave(_outside, _options);
        return running;
    }

    /// <inheritdoc cref="Leave{T}(ValueTask{T}, GrainProxy, string, CancellationToken)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ValueTask Leave(ValueTask running, GrainProxy proxy, string method, CancellationToken cancellation)
    {
        if (!running.IsCompletedSuccessfully)
            return new ValueTask(Suspend(running, proxy, method, cancellation));
        _activation.Leave(_outside, _options);
        return running;
    }

    /// <inheritdoc cref="Leave{T}(ValueTask{T}, GrainProxy, string, CancellationToken)"/>
    public Task<T> Leave<T>(Task<T> running, GrainProxy proxy, string method, CancellationToken cancellation)
    {
        if (running is not { IsCompletedSuccessfully: true })
            return Suspend(new ValueTask<T>(running ?? Task.FromException<T>(NoTask(method))), proxy, method, cancellation);
        _activation.Leave(_outside, _options);
        return running;
    }

    /// <inheritdoc cref="Leave{T}(ValueTask{T}, GrainProxy, string, CancellationToken)"/>
    public Task Leave(Task running, GrainProxy proxy, string method, CancellationToken cancellation)
    {
        if (running is not { IsCompletedSuccessfully: true })
            return Suspend(new ValueTask(running ?? Task.FromException(NoTask(method))), proxy, method, cancellation);
        _activation.Leave(_outside, _options);
        return running;
    }

    /// <summary>Ends the turn's part on this thread, which the method left by throwing: to the caller that is a failed task.</summary>
    public Task<T> Fail<T>(Exception exception, GrainProxy proxy, string method) =>
        Suspend(ValueTask.FromException<T>(exception), proxy, method, default);

    /// <inheritdoc cref="Fail{T}(Exception, GrainProxy, string)"/>
    public Task Fail(Exception exception, GrainProxy proxy, string method) =>
        Suspend(ValueTask.FromException(exception), proxy, method, default);

    private Task<T> Suspend<T>(ValueTask<T> running, GrainProxy proxy, string method, CancellationToken cancellation)
    {
        var call = new InlineCall<T>(running, _options, method, cancellation);
        _activation.LeaveSuspended(_outside, call, proxy);
        return call.Task;
    }

    private Task Suspend(ValueTask running, GrainProxy proxy, string method, CancellationToken cancellation)
    {
        var call = new InlineVoidCall(running, _options, method, cancellation);
        _activation.LeaveSuspended(_outside, call, proxy);
        return call.Task;
    }

    private static InvalidOperationException NoTask(string method) => new($"{method} returned null instead of a task.");
}
