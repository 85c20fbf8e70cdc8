using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace CustomerGrains.Interop.Tests.Clients.DotNet;

/// <summary>Statuses and what comes with them.</summary>
internal static class ErrorFeatures
{
    public static IReadOnlyDictionary<string, Func<Run, Task>> All { get; } = new Dictionary<string, Func<Run, Task>>
    {
        ["trailers-only error"] = TrailersOnlyAsync,
        ["error after messages"] = LateErrorAsync,
        ["status message in Unicode"] = UnicodeAsync,
        ["every status code"] = EveryCodeAsync,
        ["rich error details"] = RichDetailsAsync,
        ["unknown method"] = UnknownMethodAsync,
        ["unknown service"] = UnknownServiceAsync,
    };

    private static async Task TrailersOnlyAsync(Run run)
    {
        var echo = run.Connect().Echo;
        Assert.Equal("not here", (await Run.Fails(StatusCode.NotFound, async () => await echo.UnaryAsync(Ending(5, "not here")))).Status.Detail);
        using var call = echo.Expand(Ending(5, "nor here"));
        Assert.Equal("nor here", (await Run.Fails(StatusCode.NotFound, () => call.ResponseStream.MoveNext())).Status.Detail);
    }

    private static async Task LateErrorAsync(Run run)
    {
        using var call = run.Connect().Echo.Expand(new EchoRequest { Responses = 3, ResponseBytes = 10, Ending = new Ending { Code = 15, Message = "late" } });
        for (var i = 0; i < 3; i++) Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal("late", (await Run.Fails(StatusCode.DataLoss, () => call.ResponseStream.MoveNext())).Status.Detail);
    }

    private static async Task UnicodeAsync(Run run)
    {
        const string Message = "größer als 100 % – 数字 😀 \"\\\" \t \r\n.";
        var echo = run.Connect().Echo;
        Assert.Equal(Message, (await Run.Fails(StatusCode.InvalidArgument, async () => await echo.UnaryAsync(Ending(3, Message)))).Status.Detail);
    }

    private static async Task EveryCodeAsync(Run run)
    {
        var echo = run.Connect().Echo;
        for (var code = 1; code <= 16; code++)
        {
            var request = Ending(code, $"code {code}");
            Assert.Equal($"code {code}", (await Run.Fails((StatusCode)code, async () => await echo.UnaryAsync(request))).Status.Detail);
        }
    }

    private static async Task RichDetailsAsync(Run run)
    {
        var directory = run.Connect().Directory;
        var error = await Run.Fails(StatusCode.InvalidArgument, async () => await directory.RegisterSubscriberAsync(new RegisterSubscriberRequest { SubscriberId = "a/b" }));
        var status = Google.Rpc.Status.Parser.ParseFrom(error.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal((3, error.Status.Detail), (status.Code, status.Message));
        Assert.Equal(["google.rpc.ErrorInfo", "google.rpc.BadRequest"], status.Details.Select(d => Any.GetTypeName(d.TypeUrl)));
        // Type: what this version of the package calls field 1, which is the reason.
        var info = status.Details[0].Unpack<ErrorInfo>();
        Assert.Equal(("INVALID_FIELD", "customergrains"), (info.Type, info.Domain));
        var violation = Assert.Single(status.Details[1].Unpack<BadRequest>().FieldViolations);
        Assert.Equal("subscriber_id", violation.Field);
        Assert.Contains("no '/'", violation.Description, StringComparison.Ordinal);
    }

    private static async Task UnknownMethodAsync(Run run)
    {
        var connection = run.Connect();
        await Run.Fails(StatusCode.Unimplemented, async () => await connection.Echo.MissingAsync(new EchoRequest()));
        // A method that no proto names, as a client of a later version would call.
        var bytes = Marshallers.Create<byte[]>(static b => b, static b => b);
        var later = new Method<byte[], byte[]>(MethodType.ServerStreaming, "customergrains.v1.UsageFeed", "NotYetInvented", bytes, bytes);
        using var call = connection.Invoker.AsyncServerStreamingCall(later, null, default, []);
        await Run.Fails(StatusCode.Unimplemented, () => call.ResponseStream.MoveNext());
    }

    private static async Task UnknownServiceAsync(Run run)
    {
        var connection = run.Connect();
        await Run.Fails(StatusCode.Unimplemented, async () => await connection.Nowhere.UnaryAsync(new EchoRequest()));
        await connection.Echo.UnaryAsync(new EchoRequest());
    }

    private static EchoRequest Ending(int code, string message) => new() { Ending = new Ending { Code = code, Message = message } };
}
