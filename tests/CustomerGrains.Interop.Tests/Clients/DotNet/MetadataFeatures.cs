using Google.Protobuf;
using Grpc.Core;

namespace CustomerGrains.Interop.Tests.Clients.DotNet;

/// <summary>Metadata both ways.</summary>
internal static class MetadataFeatures
{
    private static readonly byte[] AllBytes = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

    public static IReadOnlyDictionary<string, Func<Run, Task>> All { get; } = new Dictionary<string, Func<Run, Task>>
    {
        ["ASCII metadata"] = AsciiAsync,
        ["binary metadata"] = BinaryAsync,
        ["repeated metadata keys"] = RepeatedAsync,
        ["repeated binary metadata keys"] = RepeatedBinaryAsync,
        ["headers before the first message"] = HeadersFirstAsync,
        ["trailers of an error"] = TrailersOfErrorAsync,
    };

    private static async Task AsciiAsync(Run run)
    {
        const string Text = "~ a \"quoted\" {text}; with = signs !";
        using var call = run.Connect().Echo.UnaryAsync(new EchoRequest(), new Metadata { { "x-initial-text", Text }, { "x-trailing-text", Text } });
        Assert.Equal([Text], SeenOf(await call, "x-initial-text").Select(v => v.ToStringUtf8()));
        Assert.Equal([Text], (await call.ResponseHeadersAsync).GetAll("x-initial-text").Select(e => e.Value));
        Assert.Equal([Text], call.GetTrailers().GetAll("x-trailing-text").Select(e => e.Value));
    }

    private static async Task BinaryAsync(Run run)
    {
        using var call = run.Connect().Echo.UnaryAsync(new EchoRequest(), new Metadata { { "x-initial-data-bin", AllBytes }, { "x-trailing-data-bin", AllBytes[..5] } });
        Assert.Equal([ByteString.CopyFrom(AllBytes)], SeenOf(await call, "x-initial-data-bin"));
        Assert.Equal([AllBytes], (await call.ResponseHeadersAsync).GetAll("x-initial-data-bin").Select(e => e.ValueBytes));
        Assert.Equal([AllBytes[..5]], call.GetTrailers().GetAll("x-trailing-data-bin").Select(e => e.ValueBytes));
    }

    private static async Task RepeatedAsync(Run run)
    {
        var sent = new Metadata { { "x-initial-many", "one" }, { "x-initial-many", "two" }, { "x-trailing-many", "three" }, { "x-trailing-many", "four" } };
        using var call = run.Connect().Echo.UnaryAsync(new EchoRequest(), sent);
        Assert.Equal(["one", "two"], Split(SeenOf(await call, "x-initial-many").Select(v => v.ToStringUtf8())));
        Assert.Equal(["one", "two"], Split((await call.ResponseHeadersAsync).GetAll("x-initial-many").Select(e => e.Value)));
        Assert.Equal(["three", "four"], Split(call.GetTrailers().GetAll("x-trailing-many").Select(e => e.Value)));
    }

    private static async Task RepeatedBinaryAsync(Run run)
    {
        byte[][] values = [[1, 2], [255]];
        using var call = run.Connect().Echo.UnaryAsync(new EchoRequest(), new Metadata { { "x-initial-many-bin", values[0] }, { "x-initial-many-bin", values[1] } });
        Assert.Equal(values, SeenOf(await call, "x-initial-many-bin").Select(v => v.ToByteArray()));
        Assert.Equal(values, (await call.ResponseHeadersAsync).GetAll("x-initial-many-bin").Select(e => e.ValueBytes));
    }

    private static async Task HeadersFirstAsync(Run run)
    {
        var name = new CallName { Call = Run.NameOfCall() };
        using var call = run.Connect().Echo.Chat(new Metadata { { "x-initial-text", "early" } });
        await call.RequestStream.WriteAsync(new EchoRequest { Call = name.Call, Wait = Wait.ForRelease, Payload = ByteString.CopyFromUtf8("late") });
        Assert.Equal("early", (await call.ResponseHeadersAsync).GetValue("x-initial-text"));
        await run.Harness.ReleaseAsync(name);
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal("late", call.ResponseStream.Current.Payload.ToStringUtf8());
        await call.RequestStream.CompleteAsync();
    }

    private static async Task TrailersOfErrorAsync(Run run)
    {
        var echo = run.Connect().Echo;
        var sent = new Metadata { { "x-trailing-text", "why" }, { "x-trailing-data-bin", AllBytes } };
        var request = new EchoRequest { Ending = new Ending { Code = 9, Message = "no" } };
        var error = await Run.Fails(StatusCode.FailedPrecondition, async () => await echo.UnaryAsync(request, sent));
        Assert.Equal("why", error.Trailers.GetValue("x-trailing-text"));
        Assert.Equal(AllBytes, error.Trailers.GetValueBytes("x-trailing-data-bin"));
    }

    private static IEnumerable<ByteString> SeenOf(EchoResponse response, string key) => response.Seen.Metadata.Where(e => e.Key == key).Select(e => e.Value);

    // Values of a text key may come joined with commas on the way.
    private static IEnumerable<string> Split(IEnumerable<string> values) => values.SelectMany(v => v.Split(',', StringSplitOptions.TrimEntries));
}
