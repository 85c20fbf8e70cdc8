using CustomerGrains.Domain.Parties;
using CustomerGrains.Domain.Time;
using CustomerGrains.Grains.Parties;
using CustomerGrains.Server.Calls;
using CustomerGrains.V1;
using Grpc.Core;
using PartyKind = CustomerGrains.Domain.Parties.PartyKind;

namespace CustomerGrains.Server.Parties;

/// <summary>The Customers service of protos/customergrains/v1/customers.proto.</summary>
public sealed class CustomersService : Customers.CustomersBase
{
    private const int MaxBatch = 1_000;

    /// <summary>Parties in one answer; with up to 1,000 ids that were not found or left out it stays under the 4 MB that clients take by default.</summary>
    private const int MaxAnswerBytes = 3_000_000;

    /// <summary>So that what has no room in the answer is mostly not read.</summary>
    private const int ReadAtOnce = 50;

    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;
    private readonly PartyReader _parties;
    private readonly PartyMerger _merger;
    private readonly RepeatedRequests _repeated;
    private readonly IBusinessClock _clock;
    private readonly ErrorTable _errors;

    public CustomersService(IGrainFactory grains, GrainCalls calls, PartyReader parties, PartyMerger merger, RepeatedRequests repeated, IBusinessClock clock, ErrorTable errors)
    {
        _grains = grains;
        _calls = calls;
        _parties = parties;
        _merger = merger;
        _repeated = repeated;
        _clock = clock;
        _errors = errors;
    }

    public override Task<DescribePartyResponse> DescribeParty(DescribePartyRequest request, ServerCallContext context) =>
        DescribeAsync(request, Arguments.Actor(context), Arguments.Reason(context), context.CancellationToken);

    public override async Task<BatchDescribePartiesResponse> BatchDescribeParties(BatchDescribePartiesRequest request, ServerCallContext context)
    {
        if (request.Requests.Count > MaxBatch) throw Errors.InvalidArgument("requests", $"has {request.Requests.Count} descriptions; send at most {MaxBatch} at once.");
        var (actor, reason) = (Arguments.Actor(context), Arguments.Reason(context));
        var results = await Task.WhenAll(request.Requests.Select(async one =>
        {
            try
            {
                var done = await DescribeAsync(one, actor, reason, context.CancellationToken);
                return new DescriptionResult { Outcome = done.Outcome, Version = done.Version };
            }
            catch (Exception e) when (!context.CancellationToken.IsCancellationRequested)
            {
                var status = _errors.ToStatus(e, context).Status;
                return new DescriptionResult { Code = (int)status.StatusCode, Message = status.Detail };
            }
        }));
        return new BatchDescribePartiesResponse { Results = { results } };
    }

    public override async Task<Party> GetParty(GetPartyRequest request, ServerCallContext context)
    {
        var kind = PartyRequests.Kind(request.Kind);
        Arguments.CheckId("party_id", request.PartyId);
        return await _parties.FindAsync(kind, request.PartyId, context.CancellationToken) ?? throw NotFound(kind, request.PartyId);
    }

    public override async Task<BatchGetPartiesResponse> BatchGetParties(BatchGetPartiesRequest request, ServerCallContext context)
    {
        var kind = PartyRequests.Kind(request.Kind);
        if (request.PartyIds.Count > MaxBatch) throw Errors.InvalidArgument("party_ids", $"has {request.PartyIds.Count} ids; ask for at most {MaxBatch} at once.");
        for (var i = 0; i < request.PartyIds.Count; i++) Arguments.CheckId($"party_ids[{i}]", request.PartyIds[i]);
        var response = new BatchGetPartiesResponse();
        var bytes = 0;
        for (var at = 0; at < request.PartyIds.Count; at += ReadAtOnce)
        {
            var ids = request.PartyIds.Skip(at).Take(ReadAtOnce).ToList();
            var found = await Task.WhenAll(ids.Select(id => _parties.FindAsync(kind, id, context.CancellationToken)));
            for (var i = 0; i < found.Length; i++)
            {
                if (found[i] is not { } party)
                {
                    response.NotFound.Add(ids[i]);
                    continue;
                }
                bytes += party.CalculateSize();
                if (bytes > MaxAnswerBytes && response.Parties.Count > 0)
                {
                    response.LeftOut.Add(request.PartyIds.Skip(at + i));
                    return response;
                }
                response.Parties.Add(party);
            }
        }
        return response;
    }

    public override async Task<MergePartiesResponse> MergeParties(MergePartiesRequest request, ServerCallContext context)
    {
        var kind = PartyRequests.Kind(request.Kind);
        Arguments.CheckId("party_id", request.PartyId);
        Arguments.CheckId("into_id", request.IntoId);
        Arguments.CheckText("request_id", request.RequestId, Arguments.MaxRequestIdBytes);
        if (request.PartyId == request.IntoId) throw Errors.InvalidArgument("into_id", "is party_id; give two different ones.");
        await _merger.MergeAsync(kind, request.PartyId, request.IntoId, (request.RequestId, Arguments.Actor(context), Arguments.Reason(context)), context.CancellationToken);
        return new MergePartiesResponse { MergedInto = request.IntoId };
    }

    /// <param name="place">Of the request, where it has several ids.</param>
    internal static RpcException NotFound(PartyKind kind, string id, string place = "") =>
        Errors.NotFound(ErrorReasons.PartyNotFound, $"{place}Nobody has described a {PartyKinds.NameOf(kind)} '{id}'; describe it first.", Party.Descriptor.FullName, id);

    private async Task<DescribePartyResponse> DescribeAsync(DescribePartyRequest request, string actor, string reason, CancellationToken cancellationToken)
    {
        var description = PartyRequests.Description(request, _clock);
        var kind = PartyRequests.Kind(request.Kind);
        var key = PartyKinds.KeyOf(kind, request.PartyId);
        var grain = _grains.GetGrain<IPartyGrain>(key.Value);
        // A request of its own also for a caller that names none: our own repetitions must not find what they said themselves.
        var command = new DescribeCommand(description.ToBytes(), request.RequestId.Length > 0 ? request.RequestId : Guid.NewGuid().ToString("N"), actor, reason);
        var receipt = await _calls.RetryAsync(
            async () =>
            {
                var receipt = await grain.Describe(command, cancellationToken);
                await _calls.EnsureDurable(receipt.Ticket, cancellationToken);
                return receipt;
            },
            cancellationToken);
        if (receipt.IsReplayed) await _repeated.EnsureSameAsync(key, receipt.Version, Domain.Facts.FactKind.PartyDescribed, command.Body, PartyKinds.NameOf(kind), cancellationToken);
        return receipt.Status == DescribeStatus.TooManySources
            ? throw Errors.FailedPrecondition(ErrorReasons.TooManySources, "source_system", $"source_system is one more than the {PartyState.MaxSources} that can describe one party; let a system speak for several.")
            : new DescribePartyResponse { Outcome = receipt.Status == DescribeStatus.Applied ? Outcome.Applied : Outcome.Duplicate, Version = receipt.Version };
    }
}
