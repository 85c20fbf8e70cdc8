using CustomerGrains.Grains.Entities;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Server.Calls;

/// <summary>Calls to entities, repeated where repeating is right: an activation that was overtaken has a successor, a call that
/// timed out may or may not have run and is harmless to repeat; one that was rejected found no activation to run on.</summary>
public sealed class GrainCalls
{
    private const int Attempts = 8;

    private readonly IFactLog _log;
    private readonly TimeProvider _time;

    public GrainCalls(IFactLog log, TimeProvider time)
    {
        _log = log;
        _time = time;
    }

    /// <exception cref="EntityUnavailableException">It did not get better.</exception>
    public async Task<T> RetryAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (IsRetryable(e) && attempt < Attempts)
            {
                await PauseAsync(attempt, cancellationToken);
            }
        }
    }

    /// <summary>The call, with its result durable.</summary>
    public Task<TurnReceipt> DurablyAsync(Func<ValueTask<TurnReceipt>> call, CancellationToken cancellationToken) =>
        RetryAsync(
            async () =>
            {
                var receipt = await call();
                await EnsureDurable(receipt.Ticket, cancellationToken);
                return receipt;
            },
            cancellationToken);

    /// <summary>An entity's state, with everything in it durable.</summary>
    public Task<StateReceipt> ReadAsync(IEntityGrain grain, CancellationToken cancellationToken) =>
        RetryAsync(
            async () =>
            {
                var receipt = await grain.GetState(cancellationToken);
                await EnsureDurable(receipt.Ticket, cancellationToken);
                return receipt;
            },
            cancellationToken);

    public static bool IsRetryable(Exception e) => e is EntityUnavailableException or TimeoutException or OrleansMessageRejectionException;

    /// <summary>The successor is there at once; what takes longer is a store that fails and recovers.</summary>
    public Task PauseAsync(int attempt, CancellationToken cancellationToken) =>
        attempt <= 2 ? Task.CompletedTask : Task.Delay(TimeSpan.FromMilliseconds(5 << Math.Min(attempt, 8)), _time, cancellationToken);

    /// <exception cref="EntityUnavailableException">It was not committed.</exception>
    internal async ValueTask EnsureDurable(Ticket ticket, CancellationToken cancellationToken)
    {
        if (ticket != Ticket.None && await _log.WaitAsync(ticket, ticket, cancellationToken) != CommitOutcome.Durable)
            throw new EntityUnavailableException("The commit failed; nothing of the call was kept.");
    }
}
