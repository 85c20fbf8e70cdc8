using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Directory;
using CustomerGrains.Server.Insights;
using CustomerGrains.Server.Search;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Server.Subscribers;

/// <summary>The Subscribers service of protos/customergrains/v1/subscribers.proto.</summary>
public sealed class SubscribersService : V1.Subscribers.SubscribersBase
{
    private const int MaxBatch = 1_000;

    private readonly SubscriberReader _subscribers;
    private readonly SubscriberWatch _watch;
    private readonly UsageList _usage;
    private readonly ScreenPopReader _screenPops;
    private readonly SubscriberSearch _search;
    private readonly NumberDirectory _directory;
    private readonly TimeProvider _time;

    public SubscribersService(SubscriberReader subscribers, SubscriberWatch watch, UsageList usage, ScreenPopReader screenPops, SubscriberSearch search, NumberDirectory directory, TimeProvider time)
    {
        _subscribers = subscribers;
        _watch = watch;
        _usage = usage;
        _screenPops = screenPops;
        _search = search;
        _directory = directory;
        _time = time;
    }

    public override Task<Subscriber> GetSubscriber(GetSubscriberRequest request, ServerCallContext context)
    {
        Arguments.CheckId("subscriber_id", request.SubscriberId);
        return _subscribers.GetAsync(request.SubscriberId, context.CancellationToken);
    }

    public override async Task<BatchGetSubscribersResponse> BatchGetSubscribers(BatchGetSubscribersRequest request, ServerCallContext context)
    {
        if (request.SubscriberIds.Count > MaxBatch) throw Errors.InvalidArgument("subscriber_ids", $"has {request.SubscriberIds.Count} ids; ask for at most {MaxBatch} at once.");
        for (var i = 0; i < request.SubscriberIds.Count; i++) Arguments.CheckId($"subscriber_ids[{i}]", request.SubscriberIds[i]);
        var found = await Task.WhenAll(request.SubscriberIds.Select(id => _subscribers.FindAsync(id, context.CancellationToken)));
        var response = new BatchGetSubscribersResponse();
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i] is { } subscriber) response.Subscribers.Add(subscriber);
            else response.NotFound.Add(request.SubscriberIds[i]);
        }
        return response;
    }

    public override Task WatchSubscriber(WatchSubscriberRequest request, IServerStreamWriter<WatchSubscriberResponse> responseStream, ServerCallContext context)
    {
        Arguments.CheckId("subscriber_id", request.SubscriberId);
        return _watch.RunAsync(request.SubscriberId, request.Cursor, responseStream, context.CancellationToken);
    }

    public override Task<ScreenPop> GetScreenPop(GetScreenPopRequest request, ServerCallContext context) => _screenPops.ReadAsync(request, context.CancellationToken);

    public override Task<EvaluateChurnRiskResponse> EvaluateChurnRisk(EvaluateChurnRiskRequest request, ServerCallContext context) =>
        _screenPops.EvaluateAsync(request, context.CancellationToken);

    public override Task<ListUsageResponse> ListUsage(ListUsageRequest request, ServerCallContext context) => _usage.ReadAsync(request, context.CancellationToken);

    public override Task<SearchSubscribersResponse> SearchSubscribers(SearchSubscribersRequest request, ServerCallContext context) => _search.SearchAsync(request, context.CancellationToken);

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
        var piece = route.Piece(at) ?? throw Errors.NotFound(ErrorReasons.NumberNotHeld, "Nobody holds that number at that time.", HeldNumber.Descriptor.FullName, "");
        return new FindSubscriberResponse
        {
            SubscriberId = piece.Holder,
            StartTime = SubscriberMessages.FromSeconds(piece.From),
            EndTime = SubscriberMessages.EndOf(piece),
        };
    }
}
