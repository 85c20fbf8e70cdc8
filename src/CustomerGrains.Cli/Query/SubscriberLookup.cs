using CustomerGrains.Client;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CustomerGrains.Cli.Query;

/// <summary>Who held a number at a time.</summary>
internal static class SubscriberLookup
{
    /// <param name="number">E.164 digits, or an IMSI.</param>
    /// <param name="isImsi">It is an IMSI.</param>
    /// <param name="at">Now, when not given.</param>
    /// <exception cref="CliException">Nobody did.</exception>
    public static async Task<FindSubscriberResponse> FindAsync(CustomerGrainsClient client, string number, bool isImsi, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var request = isImsi ? new FindSubscriberRequest { Imsi = number } : new FindSubscriberRequest { Msisdn = number };
        if (at is { } time) request.At = Timestamp.FromDateTimeOffset(time);
        try
        {
            return await client.Subscribers.FindSubscriberAsync(request, cancellationToken: cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound)
        {
            throw new CliException($"Nobody {(at is null ? "holds" : "held")} {number}{(at is { } then ? $" at {then.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z" : "")}.");
        }
    }
}
