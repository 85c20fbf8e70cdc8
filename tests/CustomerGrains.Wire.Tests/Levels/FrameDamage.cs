using CustomerGrains.Wire.Tests.Http2;

namespace CustomerGrains.Wire.Tests.Levels;

/// <summary>Makes frames for <see cref="FrameLevel"/>.</summary>
internal sealed class FrameDamage(Mutator mutator, Func<int> nextSession)
{
    private const string Check = "/grpc.health.v1.Health/Check";
    private const string Publish = "/customergrains.v1.UsageFeed/Publish";

    /// <summary>To a call of <see cref="Good"/>: SERVING.</summary>
    public static byte[] GoodAnswer { get; } = [0, 0, 0, 0, 2, 8, 1];

    private static byte[] GoodBody { get; } = RawClient.Frame([]);

    /// <summary>A health check without a fault.</summary>
    public static byte[] Good(int stream) => [.. Headers(stream, Check), .. FrameBytes.Frame(FrameType.Data, FrameBytes.EndStream, stream, GoodBody)];

    public DamagedFrames Next(int stream) => mutator.Random.Next(20) switch
    {
        0 or 1 or 2 or 3 => Header(stream),
        4 or 5 => Anything(stream),
        6 or 7 or 8 => CutMessage(stream),
        9 or 10 => CutSession(stream),
        11 => Continuations(stream),
        12 => Resets(stream),
        13 or 14 => Settings(stream),
        15 or 16 or 17 => HeaderSet(stream),
        18 => HeaderBlock(stream),
        _ => Control(stream),
    };

    private static byte[] Headers(int stream, string path, byte flags = FrameBytes.EndHeaders) => FrameBytes.Frame(FrameType.Headers, flags, stream, HpackBlock.Encode(GoodHeaders(path)));

    private static List<(string Name, string Value)> GoodHeaders(string path) =>
        [(":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost"), ("content-type", "application/grpc"), ("te", "trailers")];

    /// <summary>One byte of one frame's header.</summary>
    private DamagedFrames Header(int stream)
    {
        byte[][] frames = [Headers(stream, Check), FrameBytes.Frame(FrameType.Data, FrameBytes.EndStream, stream, GoodBody)];
        var frame = mutator.Pick(frames);
        var at = mutator.Random.Next(FrameBytes.HeaderSize);
        if (mutator.Chance(0.5)) frame[at] ^= (byte)(1 << mutator.Random.Next(8));
        else frame[at] = (byte)mutator.Random.Next(256);
        return new DamagedFrames("a frame's " + (at < 3 ? "length" : at == 3 ? "type" : at == 4 ? "flags" : "stream"), [.. frames[0], .. frames[1]], IsFramed: at >= 3);
    }

    private DamagedFrames Anything(int stream) => new("bytes", mutator.Mutate(Good(stream), mutator.Garbage(64)), IsFramed: false);

    /// <summary>A message that is announced and does not come, or not whole.</summary>
    private DamagedFrames CutMessage(int stream)
    {
        var body = GoodBody.Concat(mutator.Garbage(20)).ToArray();
        body[mutator.Random.Next(5)] = (byte)mutator.Random.Next(256);
        var flags = (byte)(mutator.Chance(0.5) ? FrameBytes.EndStream : 0);
        var bytes = Headers(stream, mutator.Chance(0.5) ? Check : Publish).Concat(FrameBytes.Frame(FrameType.Data, flags, stream, body[..mutator.Random.Next(body.Length + 1)]));
        if (flags == 0 && mutator.Chance(0.7)) bytes = bytes.Concat(FrameBytes.Number(FrameType.RstStream, stream, (uint)mutator.Random.Next(16)));
        return new DamagedFrames("a cut message", [.. bytes], IsFramed: mutator.Chance(0.8));
    }

    /// <summary>A session of the feed that ends within a message: by a reset, or with its connection.</summary>
    private DamagedFrames CutSession(int stream)
    {
        byte[] body = [.. Corpus.Session(nextSession(), 2).SelectMany(static m => RawClient.Frame(m))];
        var bytes = Headers(stream, Publish).Concat(FrameBytes.Frame(FrameType.Data, 0, stream, body[..mutator.Random.Next(body.Length)]));
        if (mutator.Chance(0.5)) return new DamagedFrames("a cut session", [.. bytes, .. FrameBytes.Number(FrameType.RstStream, stream, 8)], IsFramed: true);
        return new DamagedFrames("a cut connection", [.. bytes], IsFramed: false);
    }

    private DamagedFrames Continuations(int stream)
    {
        var bytes = new List<byte>(Headers(stream, Check, flags: 0));
        var piece = mutator.Chance(0.5) ? [] : HpackBlock.Encode([("x-more", new string('a', mutator.Random.Next(1_000)))]);
        for (var n = mutator.Random.Next(120); n >= 0; n--)
            bytes.AddRange(FrameBytes.Frame(FrameType.Continuation, (byte)(n == 0 && mutator.Chance(0.5) ? FrameBytes.EndHeaders : 0), stream, piece));
        return new DamagedFrames("continuations", [.. bytes], IsFramed: mutator.Chance(0.5));
    }

    private DamagedFrames Resets(int stream)
    {
        var bytes = new List<byte>();
        var streams = 1 + mutator.Random.Next(30);
        for (var n = 0; n < streams; n++)
        {
            bytes.AddRange(Headers(stream + (2 * n), mutator.Chance(0.5) ? Check : Publish));
            bytes.AddRange(FrameBytes.Number(FrameType.RstStream, stream + (2 * n), 8));
        }
        return new DamagedFrames("resets", [.. bytes], IsFramed: true, streams);
    }

    private DamagedFrames Settings(int stream)
    {
        var settings = new (ushort, uint)[mutator.Random.Next(12)];
        foreach (ref var setting in settings.AsSpan()) setting = ((ushort)mutator.Random.Next(10), mutator.Chance(0.5) ? (uint)mutator.Random.NextInt64(1L << 32) : (uint)mutator.Random.Next(4));
        var frame = FrameBytes.Settings(settings);
        if (mutator.Chance(0.3)) frame[8] = 1;
        if (mutator.Chance(0.2)) frame[4] = FrameBytes.Ack;
        byte[] cut = mutator.Chance(0.3) ? FrameBytes.Frame(FrameType.Settings, 0, 0, mutator.Garbage(40)) : [];
        // With windows of nothing an answer may never come, and rightly so.
        return new DamagedFrames("settings", [.. frame, .. cut, .. Good(stream)], IsFramed: false);
    }

    private DamagedFrames HeaderSet(int stream)
    {
        var headers = GoodHeaders(Check);
        for (var n = 1 + mutator.Random.Next(2); n > 0; n--)
        {
            var at = mutator.Random.Next(headers.Count);
            switch (mutator.Random.Next(8))
            {
                case 0: headers.RemoveAt(at); break;
                case 1: headers.Insert(at, mutator.Pick(headers)); break;
                case 2: headers.Add(mutator.Pick<(string, string)>([(":status", "200"), (":path", "/"), (":fuzz", ""), ("connection", "close"), ("te", "gzip"), ("transfer-encoding", "chunked"), ("upgrade", "h2c"), ("Content-Type", "x"), ("", ""), ("x y", "z")])); break;
                case 3: headers[at] = (headers[at].Name, Latin1()); break;
                case 4: headers[at] = (Latin1(), headers[at].Value); break;
                case 5: headers.Add(("content-length", mutator.Pick(["0", "4", "5", "6", "-1", "99999999999999999999", "x", "5, 5", ""]))); break;
                case 6: headers.Add(("x-large", new string('v', mutator.Random.Next(15_000)))); break;
                default: headers.Insert(0, ("x-first", "")); break;
            }
        }
        return new DamagedFrames("a header set", Request(stream, HpackBlock.Encode(headers)), IsFramed: true);
    }

    private DamagedFrames HeaderBlock(int stream) =>
        new("a header block", Request(stream, mutator.Chance(0.5) ? mutator.Garbage(100) : mutator.Mutate(HpackBlock.Encode(GoodHeaders(Check)), mutator.Garbage(20))), IsFramed: true);

    /// <summary>Any other frame with anything in it.</summary>
    private DamagedFrames Control(int stream)
    {
        var type = mutator.Pick([FrameType.Priority, FrameType.PushPromise, FrameType.Ping, FrameType.GoAway, FrameType.WindowUpdate, FrameType.Continuation, FrameType.RstStream, (FrameType)mutator.Random.Next(10, 256)]);
        var payload = mutator.Chance(0.5) ? mutator.Garbage(20) : new byte[mutator.Pick([4, 5, 8])];
        var frame = FrameBytes.Frame(type, (byte)mutator.Random.Next(256), mutator.Pick([0, stream, stream - 2, stream + 1, int.MaxValue]), payload);
        return new DamagedFrames("control", [.. Enumerable.Repeat(frame, 1 + mutator.Random.Next(20)).SelectMany(static f => f), .. Good(stream)], IsFramed: type is not FrameType.GoAway);
    }

    private static byte[] Request(int stream, byte[] block) =>
        [.. FrameBytes.Frame(FrameType.Headers, FrameBytes.EndHeaders, stream, block), .. FrameBytes.Frame(FrameType.Data, FrameBytes.EndStream, stream, GoodBody)];

    private string Latin1()
    {
        Span<char> text = stackalloc char[mutator.Random.Next(20)];
        foreach (ref var c in text) c = (char)mutator.Random.Next(256);
        return new string(text);
    }
}
