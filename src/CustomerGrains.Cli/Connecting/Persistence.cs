using Grpc.Core;

namespace CustomerGrains.Cli.Connecting;

/// <summary>For calls that may be made twice: makes them again while the server is away, as one that restarts is.</summary>
internal static class Persistence
{
    /// <summary>A server takes a second or two to come back; a minute is an outage to tell of.</summary>
    public const int Attempts = 120;

    /// <summary>Between two attempts: soon enough to go on with a server that is back, and no load on one that is starting.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether the same again may succeed: the server stops or starts, or cannot write just now.</summary>
    public static bool IsPassing(StatusCode code) => code is StatusCode.Unavailable or StatusCode.ResourceExhausted;

    /// <param name="isFirst">Nothing was answered before: then the call is made once, as a server that never answered is more likely not there than away.</param>
    /// <inheritdoc cref="CallAsync{T}(Func{AsyncUnaryCall{T}}, CancellationToken)"/>
    public static async Task<T> CallAsync<T>(Func<AsyncUnaryCall<T>> call, bool isFirst, CancellationToken cancellationToken) =>
        isFirst ? await call() : await CallAsync(call, cancellationToken);

    /// <exception cref="RpcException">The server said no, or did not come back.</exception>
    public static async Task<T> CallAsync<T>(Func<AsyncUnaryCall<T>> call, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (RpcException exception) when (IsPassing(exception.StatusCode) && attempt < Attempts)
            {
                await WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>Between two attempts.</summary>
    public static Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Pause, cancellationToken);
}
