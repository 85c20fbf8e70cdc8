using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Directory;
using CustomerGrains.Storage.Log;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Server.Subscribers;

/// <summary>The Subscribers service of protos/customergrains/v1/subscribers.proto.</summary>
public sealed class SubscribersService : V1.Subscribers.SubscribersBase
{
    private readonly IGrainFactory _grains;
    private readonly IFactLog _log;
    private readonly IEntityKinds _kinds;
    private readonly NumberDirectory _directory;
    private readonly TimeProvider _time;

    public SubscribersService(IGrainFactory grains, IFactLog log, IEntityKinds kinds, NumberDirectory directory, TimeProvider time)
    {
        _grains = grains;
        _log = log;
        _kinds = kinds;
        _directory = directory;
        _time = time;
    }

    public override async Task<Subscriber> GetSubscriber(GetSubscriberRequest request, ServerCallContext context)
    {
        Arguments.CheckId("subscriber_id", request.SubscriberId);
        var receipt = await GrainCalls.ReadAsync(_log, _grains.GetGrain<ISubscriberGrain>(request.SubscriberId), context.CancellationToken);
        var state = (SubscriberState)_kinds.Read(EntityKey.Of(EntityKinds.Subscriber, request.SubscriberId), receipt.State.Span);
        if (state.Profile is null) throw Errors.NotFound($"No subscriber '{request.SubscriberId}' is registered.");
        return SubscriberMessages.ToMessage(state);
    }

    public override async Task<FindSubscriberResponse> FindSubscriber(FindSubscriberRequest request, ServerCallContext context)
    {
        var number = request.NumberCase switch
        {
            FindSubscriberRequest.NumberOneofCase.Msisdn => Arguments.Number("msisdn", NumberKind.Msisdn, request.Msisdn),
            FindSubscriberRequest.NumberOneofCase.Imsi => Arguments.Number("imsi", NumberKind.Imsi, request.Imsi),
            _ => throw Errors.InvalidArgument("number", "is missing; give msisdn or imsi."),
        };
        var at = request.At is null ? _time.GetUtcNow().ToUnixTimeSeconds() : Arguments.Time("at", request.At);
        // The number itself is asked: what this process has heard is a hint for the feed, where the holder judges.
        var route = await _directory.LoadAsync(number, context.CancellationToken);
        var piece = route.Piece(at) ?? throw Errors.NotFound("Nobody holds that number at that time.");
        return new FindSubscriberResponse
        {
            SubscriberId = piece.Holder,
            StartTime = SubscriberMessages.FromSeconds(piece.From),
            EndTime = SubscriberMessages.EndOf(piece),
        };
    }
}
