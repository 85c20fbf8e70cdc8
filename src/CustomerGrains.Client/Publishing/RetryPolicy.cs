using Google.Protobuf;
using Grpc.Core;
using Rpc = Google.Rpc;

namespace CustomerGrains.Client;

/// <summary>Which ends of a call are worth another one, and when.</summary>
internal static class RetryPolicy
{
    private const string StatusDetails = "grpc-status-details-bin";

    /// <summary>
    /// The same again would end the same way, or would do harm (ABORTED: a newer session owns the stream; taking it back would let
    /// two publishers throw each other out for ever).
    /// </summary>
    public static bool IsFinal(StatusCode code) => code is StatusCode.InvalidArgument or StatusCode.FailedPrecondition
        or StatusCode.Aborted or StatusCode.NotFound or StatusCode.AlreadyExists or StatusCode.OutOfRange
        or StatusCode.PermissionDenied or StatusCode.Unauthenticated or StatusCode.Unimplemented or StatusCode.DataLoss;

    /// <summary>What the exception says to whoever runs the feed.</summary>
    public static string Explain(RpcException exception) => exception.StatusCode switch
    {
        StatusCode.Aborted => $"Another session took this stream over; only one publisher may send a stream at a time. The server says: {exception.Status.Detail}",
        // The server says itself what to do: other content, a hole, a closed stream.
        StatusCode.FailedPrecondition => $"The server refused the stream: {exception.Status.Detail}",
        StatusCode.InvalidArgument => $"The server cannot read what was sent: {exception.Status.Detail}",
        StatusCode.Unimplemented => "The server does not serve customergrains.v1.UsageFeed; check the address.",
        _ => $"The server refused the stream: {exception.StatusCode}, {exception.Status.Detail}",
    };

    /// <summary>How long to wait before attempt <paramref name="attempt"/> (from 1): at least what the server asked for.</summary>
    public static TimeSpan Delay(int attempt, Exception reason, TimeSpan min, TimeSpan max, Random jitter)
    {
        var delay = Backoff.Delay(attempt, min, max, jitter);
        var asked = RetryInfo(reason);
        return asked > delay ? asked : delay;
    }

    private static TimeSpan RetryInfo(Exception reason)
    {
        if ((reason as RpcException)?.Trailers.GetValueBytes(StatusDetails) is not { } details) return TimeSpan.Zero;
        try
        {
            foreach (var detail in Rpc.Status.Parser.ParseFrom(details).Details)
            {
                if (detail.TryUnpack(out Rpc.RetryInfo info) && info.RetryDelay is { } delay) return delay.ToTimeSpan();
            }
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidOperationException)
        {
            // Details are a courtesy: without readable ones our own delay holds.
        }

        return TimeSpan.Zero;
    }
}
