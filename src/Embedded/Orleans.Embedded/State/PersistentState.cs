using Orleans.Core;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded;

/// <summary>A stored state of one activation. Operations run one after another, in the order of their calls, in the activation's context.</summary>
internal sealed class PersistentState<TState> : IPersistentState<TState>, IPersistentStateReader
{
    private readonly Activation _activation;
    private readonly IGrainStorage _storage;
    private readonly string _name;
    private readonly GrainState<TState> _state = new(Activator.CreateInstance<TState>());
    private Task _last = Task.CompletedTask;
    private bool _isRead;

    public PersistentState(Activation activation, IGrainStorage storage, string name)
    {
        _activation = activation;
        _storage = storage;
        _name = name;
    }

    public TState State
    {
        get => _state.State;
        set => _state.State = value;
    }

    public string? Etag => _state.ETag;

    public bool RecordExists => _isRead ? _state.RecordExists : throw new InvalidOperationException("The state has not been read yet.");

    public Task ReadStateAsync() => ReadStateAsync(default);

    public Task WriteStateAsync() => WriteStateAsync(default);

    public Task ClearStateAsync() => ClearStateAsync(default);

    public Task ReadStateAsync(CancellationToken cancellationToken) => _last = InOrderAsync(_last, "read", cancellationToken, async () =>
    {
        await _storage.ReadStateAsync(_name, _activation.GrainId, _state, cancellationToken);
        _isRead = true;
    });

    public Task WriteStateAsync(CancellationToken cancellationToken) => _last = InOrderAsync(_last, "write", cancellationToken, () =>
        _storage.WriteStateAsync(_name, _activation.GrainId, _state, cancellationToken));

    public Task ClearStateAsync(CancellationToken cancellationToken) => _last = InOrderAsync(_last, "clear", cancellationToken, () =>
        _storage.ClearStateAsync(_name, _activation.GrainId, _state, cancellationToken));

    public Task ReadFirstAsync(CancellationToken cancellationToken) => ReadStateAsync(cancellationToken);

    /// <summary>Storage failures reach the grain as an <see cref="OrleansException"/>, whatever the storage throws.</summary>
    private async Task InOrderAsync(Task before, string verb, CancellationToken cancellationToken, Func<Task> operation)
    {
        if (!before.IsCompleted)
            await before.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            await operation();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception) when (exception is not OrleansException)
        {
            throw new OrleansException($"The storage {_storage.GetType().Name} could not {verb} state \"{_name}\" of {_activation.GrainId}: {exception.Message}", exception);
        }
    }
}
