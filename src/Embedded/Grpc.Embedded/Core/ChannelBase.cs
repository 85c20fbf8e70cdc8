namespace Grpc.Core;

/// <summary>A way to a server.</summary>
public abstract class ChannelBase
{
    /// <summary>A way to <paramref name="target"/>.</summary>
    protected ChannelBase(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    /// <summary>Where it leads: host and port.</summary>
    public string Target { get; }

    /// <summary>An invoker whose calls go this way.</summary>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Closes the way, where the channel needs that; channels over HTTP do not: dispose of them.</summary>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    /// <summary>Behind <see cref="ShutdownAsync"/>; does nothing by default.</summary>
    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
