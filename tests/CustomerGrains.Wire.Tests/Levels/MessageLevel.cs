using System.IO.Compression;
using Grpc.Core;

namespace CustomerGrains.Wire.Tests.Levels;

/// <summary>Damaged messages in frames that are right: of every method, and whole sessions of Publish. The connection is the neighbours' own.</summary>
internal sealed class MessageLevel(SharedConnection connection, Mutator mutator, Func<int> nextSession) : IFuzzLevel
{
    private const string Publish = "customergrains.v1.UsageFeed/Publish";

    /// <summary>Enough for an answer to begin, short enough to come to many.</summary>
    private const string WatchTimeout = "20m";

    // No UNAVAILABLE, UNKNOWN, DATA_LOSS: those would be the server's failures.
    private static readonly HashSet<StatusCode> Allowed =
    [
        StatusCode.OK, StatusCode.InvalidArgument, StatusCode.NotFound, StatusCode.FailedPrecondition, StatusCode.OutOfRange, StatusCode.Aborted,
        HostDifferences.Unparsable(StatusCode.Internal), StatusCode.Internal,
    ];

    public string Name => "messages";

    public string Sent { get; private set; } = "";

    public async Task<string> ExchangeAsync(CancellationToken cancellationToken)
    {
        var isWatch = mutator.Chance(0.01);
        var isSession = !isWatch && mutator.Chance(0.4);
        var isCompressed = mutator.Chance(0.1);
        string path;
        byte[] body;
        if (isSession)
        {
            (path, body) = (Publish, Session(isCompressed));
        }
        else
        {
            (path, var message) = mutator.Pick(isWatch ? Corpus.Watches : Corpus.Requests);
            body = Frame(mutator.Mutate(message, mutator.Pick(Corpus.Requests).Message), isCompressed);
        }
        Sent = $"{path}{(isCompressed ? " (gzip)" : "")} {Convert.ToHexString(body)}";
        using var request = connection.Request("POST", path, body);
        request.Content!.Headers.TryAddWithoutValidation("Content-Type", "application/grpc");
        request.Headers.TryAddWithoutValidation("te", "trailers");
        if (isCompressed) request.Headers.TryAddWithoutValidation("grpc-encoding", "gzip");
        if (isWatch) request.Headers.TryAddWithoutValidation("grpc-timeout", WatchTimeout);
        var reply = await connection.SendAsync(request, cancellationToken);
        // The server ends a call at its deadline by trailers and a reset, of which the reset may be seen first.
        if (isWatch && reply.Reset is not null) return "reset at the deadline";
        var status = reply.GrpcStatus();
        if (!Allowed.Contains(status) && !(isWatch && status == StatusCode.DeadlineExceeded) && !(isCompressed && status == StatusCode.ResourceExhausted))
            throw reply.Unexpected("a status that is not the caller's doing");
        return (isSession ? "Publish: " : "") + status;
    }

    public void Rest()
    {
    }

    public void Dispose()
    {
    }

    private byte[] Session(bool isCompressed)
    {
        var messages = Corpus.Session(nextSession(), mutator.Random.Next(4));
        if (mutator.Chance(0.2)) messages.RemoveAt(messages.Count - 1);
        if (mutator.Chance(0.05)) messages.RemoveAt(0);
        if (mutator.Chance(0.1) && messages.Count > 1) messages.Insert(mutator.Random.Next(messages.Count), mutator.Pick(messages));
        for (var n = mutator.Random.Next(3); n > 0 && messages.Count > 0; n--)
        {
            var at = mutator.Random.Next(messages.Count);
            messages[at] = mutator.Mutate(messages[at], mutator.Pick(messages));
        }
        return [.. messages.SelectMany(m => Frame(m, isCompressed && mutator.Chance(0.7)))];
    }

    /// <summary>In a frame; a compressed one is damaged once more, or cut.</summary>
    private byte[] Frame(byte[] message, bool isCompressed)
    {
        if (!isCompressed) return RawClient.Frame(message);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(message);
        var bytes = packed.ToArray();
        if (mutator.Chance(0.3)) bytes = mutator.Mutate(bytes, bytes);
        else if (mutator.Chance(0.3)) bytes = bytes[..mutator.Random.Next(bytes.Length)];
        return RawClient.Frame(bytes, flag: 1);
    }
}
