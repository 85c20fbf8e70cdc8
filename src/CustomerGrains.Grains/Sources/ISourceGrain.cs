using CustomerGrains.Grains.Entities;

namespace CustomerGrains.Grains.Sources;

/// <summary>One source of usage records; the grain's key is the source's id. Every batch takes two turns of it: begun, complete
/// (core rule 18).</summary>
[Alias("cg.ISourceGrain")]
public interface ISourceGrain : IEffectOrigin
{
    /// <summary>Begins a session of a stream, which supersedes earlier ones. Durable when it returns.</summary>
    /// <param name="session">Any number that no other session has, so that a call that is repeated, or runs late, begins nothing new.</param>
    /// <param name="sourceSequence">The source's own consecutive number of the stream; null = it has none.</param>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [Alias("Open")]
    Task<OpenReceipt> Open(string stream, long session, long? sourceSequence = null, CancellationToken cancellationToken = default);

    /// <summary>Says what becomes of a batch, and records one that is new.</summary>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [Alias("Begin")]
    ValueTask<BeginReceipt> Begin(BeginCommand command);

    /// <summary>Records the outcome of a batch whose slices are all durable; said again it changes nothing.</summary>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [Alias("Complete")]
    ValueTask<CompleteReceipt> Complete(CompleteCommand command);

    /// <summary>Closes the stream, all of whose batches are complete. Durable when it returns; said again it changes nothing.</summary>
    /// <returns>Batches in the stream; −1 when a newer session has taken over or batches are under way.</returns>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [Alias("Close")]
    Task<long> Close(string stream, long session, CancellationToken cancellationToken = default);

    /// <summary>Begins to try rejected records again, one re-drive at a time; said again it changes nothing.</summary>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [Alias("BeginRedrive")]
    ValueTask<RedriveReceipt> BeginRedrive(RedriveCommand command);

    /// <summary>Records what became of the records of a re-drive, all of whose slices are durable; said again it changes nothing.</summary>
    /// <param name="body">Of the fact: <see cref="Domain.Sources.RedriveCompleted"/>.</param>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [Alias("CompleteRedrive")]
    ValueTask<TurnReceipt> CompleteRedrive(long ordinal, ReadOnlyMemory<byte> body);
}
