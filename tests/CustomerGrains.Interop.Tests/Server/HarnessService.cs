using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CustomerGrains.Interop.Tests.Server;

/// <summary>The service of interop.proto by which clients look behind the scenes and move them.</summary>
internal sealed class HarnessService(CallLog calls, InteropServers servers) : Harness.HarnessBase
{
    private static readonly Empty Done = new();

    public override async Task<Empty> AwaitBegin(CallName request, ServerCallContext context)
    {
        await calls.Of(request.Call).Begun.WaitAsync(context.CancellationToken);
        return Done;
    }

    public override Task<Empty> Release(CallName request, ServerCallContext context)
    {
        calls.Of(request.Call).Release();
        return Task.FromResult(Done);
    }

    public override Task<CallProgress> GetProgress(CallName request, ServerCallContext context) =>
        Task.FromResult(new CallProgress { Written = (uint)calls.Of(request.Call).Written });

    public override async Task<CallEnd> AwaitEnd(CallName request, ServerCallContext context) =>
        new() { Cancelled = await calls.Of(request.Call).Ended.WaitAsync(context.CancellationToken) };

    public override Task<Traffic> GetTraffic(TapName request, ServerCallContext context) => Task.FromResult(TapOf(request.Tap).Traffic);

    public override async Task<Empty> AwaitPings(AwaitPingsRequest request, ServerCallContext context)
    {
        await TapOf(request.Tap).AwaitAsync(
            traffic => request.By == PingedBy.Client
                ? traffic.FromClient.Pings >= request.Count && traffic.FromServer.PingAcks >= request.Count
                : traffic.FromServer.Pings >= request.Count && traffic.FromClient.PingAcks >= request.Count,
            context.CancellationToken);
        return Done;
    }

    public override async Task<Empty> Drain(Empty request, ServerCallContext context)
    {
        await servers.DrainAsync(context.CancellationToken);
        return Done;
    }

    public override async Task<Empty> Restart(Empty request, ServerCallContext context)
    {
        await servers.RestartAsync(context.CancellationToken);
        return Done;
    }

    private WireTap TapOf(Tap tap) => tap switch
    {
        Tap.Plain => servers.PlainTap,
        Tap.Drain => servers.DrainTap,
        _ => throw new RpcException(new Status(StatusCode.InvalidArgument, "tap is missing.")),
    };
}
