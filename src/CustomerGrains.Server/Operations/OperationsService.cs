using CustomerGrains.Server.Feed;
using CustomerGrains.Server.Insights;
using CustomerGrains.Storage;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Server.Operations;

/// <summary>The Operations service of protos/customergrains/v1/operations.proto.</summary>
public sealed class OperationsService : V1.Operations.OperationsBase
{
    private readonly DigestCalculator _digest;
    private readonly IStore _store;
    private readonly FeedMetrics _feed;
    private readonly IGrainCensus _census;
    private readonly RederivationProgress _rederivation;

    public OperationsService(DigestCalculator digest, IStore store, FeedMetrics feed, IGrainCensus census, RederivationProgress rederivation)
    {
        _digest = digest;
        _store = store;
        _feed = feed;
        _census = census;
        _rederivation = rederivation;
    }

    public override Task<Digest> GetDigest(GetDigestRequest request, ServerCallContext context) => _digest.CalculateAsync(request.Full, context.CancellationToken);

    public override Task<V1.Rederivation> GetRederivation(GetRederivationRequest request, ServerCallContext context) => _rederivation.ReadAsync(context.CancellationToken);

    public override async Task<Statistics> GetStatistics(GetStatisticsRequest request, ServerCallContext context)
    {
        var store = _store.Statistics;
        var feed = _feed.Totals;
        return new Statistics
        {
            RecordsReceived = (ulong)feed.Received,
            RecordsApplied = (ulong)feed.Applied,
            RecordsDuplicate = (ulong)feed.Duplicate,
            RecordsConflict = (ulong)feed.Conflict,
            RecordsRejected = (ulong)feed.Rejected,
            ActiveGrains = (ulong)await _census.CountAsync(),
            Commits = (ulong)store.Commits,
            LogBytes = (ulong)store.LogBytes,
            Checkpoints = (ulong)store.Checkpoints,
            SegmentsTrimmed = (ulong)store.SegmentsTrimmed,
            Snapshots = (ulong)store.Snapshots,
            LogSegments = (uint)store.Segments,
        };
    }
}
