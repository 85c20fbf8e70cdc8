using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Sources;
using CustomerGrains.Domain.Time;
using CustomerGrains.Grains.Sources;
using CustomerGrains.Server.Calls;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Feed;

/// <summary>The UsageFeed service of protos/customergrains/v1/usage_feed.proto.</summary>
public sealed class UsageFeedService : UsageFeedBinding
{
    private readonly IGrainFactory _grains;
    private readonly FeedServices _services;
    private readonly IHostApplicationLifetime _lifetime;

    public UsageFeedService(IGrainFactory grains, FeedServices services, IHostApplicationLifetime lifetime)
    {
        _grains = grains;
        _services = services;
        _lifetime = lifetime;
    }

    public override async Task Publish(IAsyncStreamReader<PublishFrame> requests, IServerStreamWriter<PublishResponse> responses, ServerCallContext context)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, _lifetime.ApplicationStopping);
        if (!await requests.MoveNext(stop.Token)) throw Errors.InvalidArgument("open", "is missing; it must be the first request.");
        if (requests.Current.Error is { } error) throw Errors.InvalidArgument("request", error);
        var open = requests.Current.Open ?? throw Errors.InvalidArgument("open", "is missing; it must be the first request.");
        Arguments.CheckId("open.source", open.Source, Arguments.MaxSourceBytes);
        Arguments.CheckText("open.stream", open.Stream, Arguments.MaxIdBytes, required: true);

        var source = _grains.GetGrain<ISourceGrain>(open.Source);
        var session = Random.Shared.NextInt64(1, long.MaxValue);
        var stream = await GrainCalls.RetryAsync(() => source.Open(open.Stream, session, stop.Token), stop.Token);
        await new PublishSession(_services, source, open.Stream, stream, stop.Token).RunAsync(requests, responses);
    }

    public override async Task<Source> GetSource(GetSourceRequest request, ServerCallContext context)
    {
        Arguments.CheckId("source", request.Source, Arguments.MaxSourceBytes);
        var receipt = await GrainCalls.ReadAsync(_services.Log, _grains.GetGrain<ISourceGrain>(request.Source), context.CancellationToken);
        if (receipt.Version == 0) throw Errors.NotFound($"The source '{request.Source}' has never opened a stream.");
        return ToMessage(request.Source, receipt.State.Span);
    }

    private static Source ToMessage(string id, ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var state = SourceState.Read(ref reader);
        return new Source
        {
            Source_ = id,
            Total = ToMessage(state.Total),
            ClosedStreams = (ulong)state.ClosedStreams,
            Days = { state.Days.Select(d => new DayReconciliation { Day = Calendar.DayName(d.Day), Reconciliation = ToMessage(d) }) },
            OpenStreams =
            {
                state.Streams.Select(s => new OpenStreamStatus
                {
                    Stream = s.Id,
                    LastComplete = (ulong)s.Complete,
                    UnderWay = (uint)(s.LastBegun - s.Complete),
                    LastBatchTime = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(s.LastActivity)),
                }),
            },
        };
    }

    private static Reconciliation ToMessage(DayCounts day) => new()
    {
        Batches = (ulong)day.Batches,
        Received = (ulong)day.Counts.Received,
        Applied = (ulong)day.Counts.Applied,
        Duplicate = (ulong)day.Counts.Duplicate,
        Conflict = (ulong)day.Counts.Conflict,
        Rejected = (ulong)day.Counts.Rejected,
    };
}
