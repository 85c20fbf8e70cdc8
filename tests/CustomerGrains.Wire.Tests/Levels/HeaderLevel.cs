using System.Text;
using Grpc.Core;

namespace CustomerGrains.Wire.Tests.Levels;

/// <summary>Header sets that are not as gRPC has them, as far as they are HTTP. The connection is the neighbours' own.</summary>
internal sealed class HeaderLevel(SharedConnection connection, Mutator mutator) : IFuzzLevel
{
    private const string Known = "grpc.health.v1.Health/Check";

    private static readonly byte[] Body = RawClient.Frame([]);

    private static readonly string[] Paths =
    [
        "grpc.health.v1.Health/check", "grpc.health.v1.Health/", "grpc.health.v1.Health", "", "/", "//", "grpc.health.v1.Health//Check", "grpc.health.v1.Health/Check/", "grpc.health.v1.Health/Check?x=%00",
        "no.Such/Service", "%67rpc.health.v1.Health/Check", "grpc.health.v1.Health%2FCheck", "../../etc/passwd", "a/../grpc.health.v1.Health/Check", "%ff%fe/%c0%af", "customergrains.v1.UsageFeed/Nothing", "{service}/{unknown}", "*",
    ];

    private static readonly string[] Verbs = ["GET", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "post", "FUZZ", "PRI"];

    private static readonly string[] ContentTypes =
    [
        "application/grpc+proto", "application/grpc;x=y", "application/grpcx", "application/grpc-web", "application/json", "text/html; charset=utf-7", "", ";", "application/grpc, application/grpc", "APPLICATION/GRPC",
    ];

    private static readonly string[] Encodings = ["identity", "gzip", "deflate", "snappy", "", "gzip,gzip", "gzip;q=0", "GZIP", "br"];

    private static readonly string[] Timeouts = ["1n", "1u", "1m", "5S", "99999999H", "123456789S", "0S", "-1S", "1", "S", "", "1s", "1.5S", "18446744073709551616S", "１S"];

    private static readonly string[] Binaries = ["", "=", "====", "AA", "AAE", "AAECAw==", "AAECAw", "A", "!!!!", "AA,AA,,=", "AA AA", "AA\tAA", "____", "ÿÿÿÿ"];

    /// <summary>Kestrel takes a hundred; HTTP has its own answer to more.</summary>
    private const int ManyHeaders = 90;

    public string Name => "headers";

    public string Sent { get; private set; } = "";

    public async Task<string> ExchangeAsync(CancellationToken cancellationToken)
    {
        var (verb, path, type) = ("POST", Known, (string?)"application/grpc");
        var headers = new List<(string Name, string Value)> { ("te", "trailers") };
        var body = Body;
        for (var n = 1 + mutator.Random.Next(3); n > 0; n--)
        {
            switch (mutator.Random.Next(12))
            {
                case 0: path = Path(); break;
                case 1: verb = mutator.Pick(Verbs); break;
                case 2: type = mutator.Chance(0.2) ? null : mutator.Chance(0.3) ? Text(4_000) : mutator.Pick(ContentTypes); break;
                case 3: headers.Add(("grpc-encoding", mutator.Chance(0.3) ? Text(200) : mutator.Pick(Encodings))); break;
                case 4: body = RawClient.Frame([], flag: (byte)mutator.Random.Next(4)); break;
                case 5: headers.Add(("grpc-timeout", mutator.Chance(0.3) ? Text(12) : mutator.Pick(Timeouts))); break;
                case 6: headers.Add(("grpc-accept-encoding", mutator.Chance(0.5) ? Text(300) : mutator.Pick(Encodings))); break;
                case 7: headers.Add(("x-fuzz-bin", mutator.Chance(0.4) ? Text(500) : mutator.Pick(Binaries))); break;
                case 8: headers.Add((Token(), Text(mutator.Chance(0.05) ? 8_000 : 60))); break;
                case 9: headers.Add(("user-agent", Text(100))); break;
                case 10: headers.AddRange(Enumerable.Range(0, mutator.Random.Next(60)).Select(_ => (Token(), Text(20)))); break;
                default: headers.Add((mutator.Pick(["grpc-status", "grpc-message", "grpc-internal-encoding-request", "content-encoding", "grpc-previous-rpc-attempts", "cookie", "accept", "authorization", "traceparent", "baggage", "x-forwarded-for", "range"]), Text(60))); break;
            }
        }
        Sent = $"{verb} {path}, {type ?? "no type"}, {string.Join(", ", headers)}, {Convert.ToHexString(body)}";
        using var request = Request(verb, path, type, headers, body);
        return Judge(await connection.SendAsync(request, cancellationToken), verb, path, type, headers.Count);
    }

    public void Rest()
    {
    }

    public void Dispose()
    {
    }

    /// <summary>What each header set may be answered with: PROTOCOL-HTTP2.md, and HTTP for what is no gRPC at all.</summary>
    private static string Judge(Reply reply, string verb, string path, string? type, int headers)
    {
        // The specification wants "application/grpc" at the beginning; a method is called by what goes on with '+' or ';' only, an unknown one
        // may be named as such to any of them.
        var isLike = type is not null && type.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase);
        var isGrpc = isLike && (type!.Length == 16 || type[16] is '+' or ';');
        // A deadline of a microsecond may end the stream before there is an answer.
        if (reply.Reset is { } reset) return reset is 0 or 8 ? $"reset {reset}" : throw reply.Unexpected("a reset");
        if (reply.Code == 431 && headers > ManyHeaders) return "HTTP 431";
        if (reply.Code is 400 or 404 or 405) return verb != "POST" || path != Known ? $"HTTP {reply.Code}" : throw reply.Unexpected("a good path not found");
        if (reply.Code == 415) return !isGrpc ? "HTTP 415" : throw reply.Unexpected("its own content type refused");
        if (!isGrpc && !(isLike && path != Known)) throw reply.Unexpected("a foreign content type served");
        var status = reply.GrpcStatus();
        return status is StatusCode.OK or StatusCode.Unimplemented or StatusCode.Internal or StatusCode.DeadlineExceeded or StatusCode.NotFound || status == HostDifferences.Unparsable(StatusCode.Internal)
            ? status.ToString()
            : throw reply.Unexpected("a status that is not the caller's doing");
    }

    private HttpRequestMessage Request(string verb, string path, string? type, List<(string Name, string Value)> headers, byte[] body)
    {
        var request = connection.Request(verb, path, body);
        if (type is not null) request.Content!.Headers.TryAddWithoutValidation("Content-Type", type);
        foreach (var (name, value) in headers)
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content!.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private string Path() => mutator.Random.Next(4) switch
    {
        0 => mutator.Pick(Paths) + new string('a', mutator.Random.Next(4_000)),
        1 => Uri.EscapeDataString(Text(60)),
        2 => Sendable(Encoding.ASCII.GetString(mutator.Mutate(Encoding.ASCII.GetBytes(Known), Encoding.ASCII.GetBytes(Known)))),
        _ => mutator.Pick(Paths),
    };

    /// <summary>Without what HTTP/2 does not carry in a header at all (RFC 9113, 8.2.1): that is for <see cref="FrameLevel"/>.</summary>
    private static string Sendable(string path) => path.Replace('\0', ' ').Replace('\r', ' ').Replace('\n', ' ').Replace('\\', '/');

    /// <summary>Every byte that the client lets through: line ends and NUL it refuses itself.</summary>
    private string Text(int most)
    {
        var text = new StringBuilder();
        var isAscii = mutator.Chance(0.5);
        for (var n = mutator.Random.Next(most + 1); n > 0; n--) text.Append((char)mutator.Random.Next(isAscii ? 0x20 : 0x80, isAscii ? 0x7f : 0x100));
        return text.ToString();
    }

    private string Token()
    {
        const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789-_.!#$%&'*+^`|~";
        return "x" + string.Create(1 + mutator.Random.Next(20), this, static (span, self) =>
        {
            foreach (ref var c in span) c = Letters[self.Random(Letters.Length)];
        });
    }

    private int Random(int below) => mutator.Random.Next(below);
}
