using CustomerGrains.Wire.Tests.Http2;

namespace CustomerGrains.Wire.Tests.Levels;

/// <summary>Frames that are not as HTTP/2 has them, on connections of its own. After them either the next call on the same connection is
/// answered right, or the server has closed it.</summary>
internal sealed class FrameLevel(Uri address, Mutator mutator, Func<int> nextSession) : IFuzzLevel
{
    private const int ExchangesPerConnection = 40;
    private const uint RefusedStream = 7;
    private const uint Cancel = 8;

    private static readonly string[] Codes =
    [
        "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED", "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL",
        "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM", "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED",
    ];

    private readonly FrameDamage _damage = new(mutator, nextSession);
    private RawConnection? _connection;
    private int _exchanges;

    public string Name => "frames";

    public string Sent { get; private set; } = "";

    public async Task<string> ExchangeAsync(CancellationToken cancellationToken)
    {
        var isNew = _connection is null;
        _connection ??= await RawConnection.OpenAsync(address, cancellationToken);
        if (isNew && mutator.Chance(0.05)) return await NoPrefaceAsync(cancellationToken);
        if (isNew)
        {
            await _connection.GreetAsync(cancellationToken);
            // Whatever a connection's worth of answers comes to.
            await _connection.SendAsync(FrameBytes.Number(FrameType.WindowUpdate, 0, 1 << 30), cancellationToken);
        }
        var stream = _connection.NextStream;
        var damaged = _damage.Next(stream);
        _connection.NextStream = stream + (2 * damaged.Streams);
        Sent = $"{damaged.What}, stream {stream}: {Convert.ToHexString(damaged.Bytes)}";
        await _connection.SendAsync(damaged.Bytes, cancellationToken);
        var answer = damaged.IsFramed ? await NextCallAsync(stream, cancellationToken) : await ClosedAsync(stream, cancellationToken);
        return $"{damaged.What}: {answer}";
    }

    public void Rest()
    {
        _connection?.Dispose();
        _connection = null;
        _exchanges = 0;
    }

    public void Dispose() => Rest();

    private async Task<string> NoPrefaceAsync(CancellationToken cancellationToken)
    {
        var bytes = mutator.Mutate(FrameBytes.Preface.ToArray(), mutator.Garbage(100));
        Sent = "preface " + Convert.ToHexString(bytes);
        await _connection!.SendAsync(bytes, cancellationToken);
        return "preface: " + await ClosedAsync(1, cancellationToken);
    }

    /// <summary>The framing may be lost, so that no answer can be waited for: this side ends, and the server has to close what it had open.</summary>
    private async Task<string> ClosedAsync(int stream, CancellationToken cancellationToken)
    {
        var connection = _connection!;
        connection.EndSending();
        await connection.ReadUntilAsync(0, cancellationToken);
        var answer = $"{Ending(connection)}; {Of(connection, stream)}";
        Rest();
        return answer;
    }

    private async Task<string> NextCallAsync(int stream, CancellationToken cancellationToken)
    {
        var connection = _connection!;
        var next = connection.NextStream;
        connection.NextStream += 2;
        await connection.SendAsync(FrameDamage.Good(next), cancellationToken);
        await connection.ReadUntilAsync(next, cancellationToken);
        if (!connection.Streams.TryGetValue(next, out var answer) || !answer.IsEnded)
        {
            var ending = $"{Ending(connection)}; {Of(connection, stream)}";
            Rest();
            return ending;
        }
        if (answer.Reset is RefusedStream)
        {
            // Those that were reset count until the server is done with them.
            Rest();
            return "the next call is refused";
        }
        if (answer.Reset is not null || answer.Headers.GetValueOrDefault("grpc-status") != "0" || !answer.Body.SequenceEqual(FrameDamage.GoodAnswer))
            throw new UnexpectedAnswerException($"the next call is answered {answer.Headers.GetValueOrDefault(":status")}, grpc-status {answer.Headers.GetValueOrDefault("grpc-status")}, {Convert.ToHexString([.. answer.Body])}, reset {answer.Reset}");
        var own = Of(connection, stream);
        if (!connection.Streams.TryGetValue(stream, out var open) || !open.IsEnded) await connection.SendAsync(FrameBytes.Number(FrameType.RstStream, stream, Cancel), cancellationToken);
        connection.Forget();
        if (++_exchanges == ExchangesPerConnection) Rest();
        return $"the next call is answered; {own}";
    }

    private static string Ending(RawConnection connection) => connection.GoAway is { } code ? "GOAWAY " + Code(code) : "closed";

    private static string Of(RawConnection connection, int stream)
    {
        if (!connection.Streams.TryGetValue(stream, out var answer)) return "no answer";
        if (answer.Reset is { } code) return "reset " + Code(code);
        var status = answer.Headers.GetValueOrDefault(":status");
        if (status is not ("200" or "400" or "404" or "405" or "415" or "431")) throw new UnexpectedAnswerException("HTTP " + status);
        if (!answer.IsEnded) return "an answer that goes on";
        if (status != "200") return "HTTP " + status;
        return answer.Headers.GetValueOrDefault("grpc-status") is { } grpc and ("0" or "1" or "2" or "3" or "4" or "5" or "8" or "9" or "10" or "11" or "12" or "13")
            ? "grpc-status " + grpc
            : throw new UnexpectedAnswerException("grpc-status " + answer.Headers.GetValueOrDefault("grpc-status"));
    }

    private static string Code(uint code) => code < Codes.Length ? Codes[code] : throw new UnexpectedAnswerException($"error code {code}");
}
