using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Sources;
using CustomerGrains.Grains.Entities;
using CustomerGrains.Grains.Sources;
using CustomerGrains.Server.Calls;
using CustomerGrains.Storage;
using CustomerGrains.V1;
using RedriveBegun = CustomerGrains.Domain.Sources.RedriveBegun;
using RedriveStatus = CustomerGrains.Grains.Sources.RedriveStatus;

namespace CustomerGrains.Server.Feed.Quarantine;

/// <summary>ListRejected and RedriveRejected of the UsageFeed service.</summary>
public sealed class QuarantineCalls
{
    private const int DefaultPage = 100;
    private const int MaxPage = 1_000;
    private const int MaxKeys = 1_000;
    private const int DefaultRecords = 1_000;

    /// <summary>Times that others' re-drives may come between selecting records and beginning.</summary>
    private const int Attempts = 8;

    private readonly IGrainFactory _grains;
    private readonly IStore _store;
    private readonly GrainCalls _calls;
    private readonly Redriver _redriver;

    public QuarantineCalls(IGrainFactory grains, IStore store, GrainCalls calls, Redriver redriver)
    {
        _calls = calls;
        _grains = grains;
        _store = store;
        _redriver = redriver;
    }

    internal async Task<ListRejectedResponse> ListAsync(ListRejectedRequest request, CancellationToken cancellationToken)
    {
        Arguments.CheckId("source", request.Source, Arguments.MaxSourceBytes);
        var filter = new QuarantineFilter(request.Source, request.Filter);
        var from = QuarantinePosition.FromToken(request.PageToken, filter.Question);
        var size = request.PageSize == 0 ? DefaultPage : (int)Math.Min(request.PageSize, MaxPage);
        var state = await ReadAsync(request.Source, cancellationToken);
        if (state.Redrive is not null) _redriver.FinishInBackground(request.Source);

        var (found, next) = await new QuarantineReader(_store, request.Source).ScanAsync(state, filter, static _ => true, from, size, cancellationToken);
        return new ListRejectedResponse { Records = { found.Select(RejectedMessages.ToMessage) }, NextPageToken = next?.ToToken(filter.Question) ?? "" };
    }

    internal async Task<RedriveRejectedResponse> RedriveAsync(RedriveRejectedRequest request, string actor, CancellationToken cancellationToken)
    {
        Arguments.CheckId("source", request.Source, Arguments.MaxSourceBytes);
        Arguments.CheckText("request_id", request.RequestId, Arguments.MaxRequestIdBytes);
        var selection = new RedriveSelection(request, MaxKeys, DefaultRecords);
        // A request of its own also for a caller that names none: our own repetitions must not begin a second one.
        var requestId = request.RequestId.Length > 0 ? request.RequestId : Guid.NewGuid().ToString("N");
        var hash = new CommandCause(requestId, actor).RequestHash;
        var grain = _grains.GetGrain<ISourceGrain>(request.Source);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var state = await ReadAsync(request.Source, cancellationToken);
            if (state.FindRedrive(hash) is var version and > 0) return await AnswerAsync(request.Source, version, cancellationToken);
            if (state.Redrive is { } redrive)
            {
                await _redriver.FinishAsync(request.Source, cancellationToken);
                // What was begun for this request is its own doing, not somebody's in between.
                if (redrive.RequestHash == hash) attempt--;
                continue;
            }
            var (items, next) = await selection.SelectAsync(state, new QuarantineReader(_store, request.Source), cancellationToken);
            if (items.Length == 0 && request.RequestId.Length == 0) return new RedriveRejectedResponse { NextPageToken = next };
            await BeginAsync(grain, new RedriveCommand(state.Redrives, requestId, actor, Items(items, next)), cancellationToken);
        }
        throw Errors.Aborted(ErrorReasons.RedriveOvertaken, "Other re-drives of the source came between all the time; send the request again.");
    }

    internal static Grpc.Core.RpcException NotFound(string source) =>
        Errors.NotFound(ErrorReasons.SourceNotFound, $"The source '{source}' has never opened a stream.", Source.Descriptor.FullName, source);

    private async Task<SourceState> ReadAsync(string source, CancellationToken cancellationToken)
    {
        var receipt = await _calls.ReadAsync(_grains.GetGrain<ISourceGrain>(source), cancellationToken);
        return receipt.Version == 0 ? throw NotFound(source) : RejectedMessages.State(receipt.State);
    }

    /// <summary>Whatever the source says to it, the next look at its state says it better.</summary>
    private Task<RedriveStatus> BeginAsync(ISourceGrain grain, RedriveCommand command, CancellationToken cancellationToken) => _calls.RetryAsync(
        async () =>
        {
            var receipt = await grain.BeginRedrive(command);
            await _calls.EnsureDurable(receipt.Ticket, cancellationToken);
            return receipt.Status;
        },
        cancellationToken);

    private async Task<RedriveRejectedResponse> AnswerAsync(string source, long version, CancellationToken cancellationToken)
    {
        var completed = await _redriver.ReadCompletedAsync(source, version, cancellationToken);
        var begun = await _redriver.ReadBegunAsync(source, completed.BegunVersion, cancellationToken);
        return RejectedMessages.Answer(begun, completed);
    }

    private static byte[] Items(RedriveItem[] items, string next)
    {
        var writer = new ByteWriter();
        new RedriveBegun(0, 0, 0, items, next).WriteTo(writer);
        return writer.ToArray();
    }
}
