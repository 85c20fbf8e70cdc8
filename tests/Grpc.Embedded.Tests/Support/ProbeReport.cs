using System.Threading.Channels;

namespace Grpc.Embedded.Tests;

/// <summary>What the probe service tells the test about: instances, and events in their order.</summary>
public sealed class ProbeReport
{
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private int _created;
    private int _disposed;

    public int Created => _created;

    public int Disposed => _disposed;

    public void Add(string what) => _events.Writer.TryWrite(what);

    public void CountCreated() => Interlocked.Increment(ref _created);

    public void CountDisposed() => Interlocked.Increment(ref _disposed);

    /// <summary>The next event; waits for it.</summary>
    public async Task<string> NextAsync() => await _events.Reader.ReadAsync(Patience.Token);
}
