using CustomerGrains.Domain.Sources;
using CustomerGrains.Grains.Sources;
using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Feed.Quarantine;
using CustomerGrains.V1;
using Grpc.Core;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Feed;

/// <summary>The UsageFeed service of protos/customergrains/v1/usage_feed.proto.</summary>
public sealed class UsageFeedService : UsageFeedBinding
{
    private readonly IGrainFactory _grains;
    private readonly FeedServices _services;
    private readonly QuarantineCalls _quarantine;
    private readonly Redriver _redriver;
    private readonly IHostApplicationLifetime _lifetime;

    public UsageFeedService(IGrainFactory grains, FeedServices services, QuarantineCalls quarantine, Redriver redriver, IHostApplicationLifetime lifetime)
    {
        _grains = grains;
        _services = services;
        _quarantine = quarantine;
        _redriver = redriver;
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

        if (open.SourceSequence > long.MaxValue) throw Errors.InvalidArgument("open.source_sequence", $"is {open.SourceSequence}; give at most 2^63 - 1.");

        var source = _grains.GetGrain<ISourceGrain>(open.Source);
        var session = Random.Shared.NextInt64(1, long.MaxValue);
        long? number = open.HasSourceSequence ? (long)open.SourceSequence : null;
        var stream = await _services.Calls.RetryAsync(() => source.Open(open.Stream, session, number, stop.Token), stop.Token);
        if (stream.Refusal is { } refusal)
            throw Errors.FailedPrecondition(ErrorReasons.SourceSequenceTaken, "open.source_sequence", $"open.source_sequence {open.SourceSequence} cannot be: {refusal}. Send each file under one stream id and with its own number.");
        if (stream.IsRedriving) _redriver.FinishInBackground(open.Source);
        await new PublishSession(_services, source, open.Stream, stream, context.CancellationToken, _lifetime.ApplicationStopping).RunAsync(requests, responses);
    }

    public override async Task<Source> GetSource(GetSourceRequest request, ServerCallContext context)
    {
        var state = await ReadAsync(request.Source, context.CancellationToken);
        if (state.Redrive is not null) _redriver.FinishInBackground(request.Source);
        return SourceMessages.ToMessage(request.Source, state);
    }

    public override async Task<ListGapsResponse> ListGaps(ListGapsRequest request, ServerCallContext context)
    {
        var sequence = (await ReadAsync(request.Source, context.CancellationToken)).Sequence;
        var response = new ListGapsResponse { GivenUp = (ulong)sequence.GivenUp };
        if (sequence.IsUsed) (response.FirstNumber, response.LastNumber) = ((ulong)sequence.First, (ulong)sequence.Last);
        response.Gaps.Add(sequence.Gaps.Select(SourceMessages.ToMessage));
        return response;
    }

    public override Task<ListRejectedResponse> ListRejected(ListRejectedRequest request, ServerCallContext context) =>
        _quarantine.ListAsync(request, context.CancellationToken);

    public override Task<RedriveRejectedResponse> RedriveRejected(RedriveRejectedRequest request, ServerCallContext context) =>
        _quarantine.RedriveAsync(request, Arguments.Actor(context), context.CancellationToken);

    private async Task<SourceState> ReadAsync(string source, CancellationToken cancellationToken)
    {
        Arguments.CheckId("source", source, Arguments.MaxSourceBytes);
        var receipt = await _services.Calls.ReadAsync(_grains.GetGrain<ISourceGrain>(source), cancellationToken);
        if (receipt.Version == 0) throw QuarantineCalls.NotFound(source);
        return RejectedMessages.State(receipt.State);
    }
}
