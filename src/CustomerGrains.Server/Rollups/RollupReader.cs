using CustomerGrains.Domain;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Rollups;
using CustomerGrains.Domain.Time;
using CustomerGrains.Grains.Entities;
using CustomerGrains.Grains.Rollups;
using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Parties;
using CustomerGrains.Server.Subscribers;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;
using PartyKind = CustomerGrains.Domain.Parties.PartyKind;

namespace CustomerGrains.Server.Rollups;

/// <summary>Roll-ups as callers get them, everything in them durable.</summary>
public sealed class RollupReader
{
    private const int MaxPage = 1_000;
    private const int DefaultPage = 50;

    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;
    private readonly IBusinessClock _clock;
    private readonly FoldParameters _parameters;
    private readonly ReadModelWriter _rows;
    private readonly PartyReader _parties;

    public RollupReader(IGrainFactory grains, GrainCalls calls, IBusinessClock clock, FoldParameters parameters, ReadModelWriter rows, PartyReader parties)
    {
        _grains = grains;
        _calls = calls;
        _clock = clock;
        _parameters = parameters;
        _rows = rows;
        _parties = parties;
    }

    /// <summary>What the members come to, with those of whoever turned out to be the same; null when no line ever named any of them.</summary>
    internal async Task<RollupTotals?> ReadAsync(RollupTarget target, CancellationToken cancellationToken) =>
        await SumAsync(await SamesAsync(target, cancellationToken), cancellationToken);

    /// <summary>Under every id that the target has: facts about lines go on naming what was merged.</summary>
    private async Task<IReadOnlyList<RollupTarget>> SamesAsync(RollupTarget target, CancellationToken cancellationToken)
    {
        var kind = target.Kind switch { RollupKind.Customer => PartyKind.Customer, RollupKind.Account => PartyKind.Account, _ => PartyKind.Group };
        return [.. (await _parties.IdsAsync(kind, target.Id, cancellationToken)).Select(id => target with { Id = id })];
    }

    private async Task<RollupTotals?> SumAsync(IReadOnlyList<RollupTarget> targets, CancellationToken cancellationToken)
    {
        var month = Month;
        var found = (await Task.WhenAll(targets.Select(target => FindAsync(target, month, cancellationToken)))).OfType<RollupTotals>().ToList();
        return found.Count == 0 ? null : RollupTotals.Sum(found);
    }

    internal async Task<Rollup> GetAsync(RollupTarget target, CancellationToken cancellationToken)
    {
        var sames = await SamesAsync(target, cancellationToken);
        // Before the roll-up is read: it has at least what this says.
        var asOf = AsOf(sames);
        var totals = await SumAsync(sames, cancellationToken) ?? throw NotFound(target);
        var message = RollupMessages.ToMessage(totals, _clock.Now / 1_000);
        message.MergedIds.Add(sames.Select(static same => same.Id).Where(id => id != target.Id));
        switch (target.Kind)
        {
            case RollupKind.Customer: message.CustomerId = target.Id; break;
            case RollupKind.Account: message.AccountId = target.Id; break;
            default: message.GroupId = target.Id; break;
        }
        message.CurrencyCode = _parameters.Currency;
        message.AsOf = SubscriberFacts.ToTime(asOf);
        return message;
    }

    internal async Task<ListRollupMembersResponse> ListAsync(RollupTarget target, ListRollupMembersRequest request, CancellationToken cancellationToken)
    {
        if (request.PageSize is < 0 or > MaxPage) throw Errors.InvalidArgument("page_size", $"is {request.PageSize}; give 0 to {MaxPage}.");
        var order = request.Order switch
        {
            RollupMemberOrder.Unspecified or RollupMemberOrder.ValueAtRisk => MemberOrder.ValueAtRisk,
            RollupMemberOrder.AverageBill => MemberOrder.AverageBill,
            RollupMemberOrder.SubscriberId => MemberOrder.SubscriberId,
            _ => throw Errors.InvalidArgument("order", $"is {(int)request.Order}, which is none; give one of RollupMemberOrder."),
        };
        var after = MemberPageToken.Read(request.PageToken, target, order);
        var size = request.PageSize == 0 ? DefaultPage : request.PageSize;
        var sames = await SamesAsync(target, cancellationToken);
        var asOf = AsOf(sames);
        // One more than is shown: whether there is a next page.
        var query = new MemberQuery(order, size + 1, after is not null, after?.Amount ?? 0, after?.SubscriberId ?? "");
        var answers = await Task.WhenAll(sames.Select(same => AskAsync(same, grain => grain.ListMembers(query, cancellationToken), cancellationToken)));
        if (Array.TrueForAll(answers, static answer => answer.Version == 0)) throw NotFound(target);
        // Each has its first ones: the first of all are among them.
        List<Domain.Rollups.RollupMember> members = [.. answers.SelectMany(static answer => ReadMembers(answer.State.Span)).OrderBy(m => MemberCursor.Of(order, m.SubscriberId, m.Partial)).Take(size + 1)];
        var response = new ListRollupMembersResponse { AsOf = SubscriberFacts.ToTime(asOf) };
        foreach (var member in members.Take(size)) response.Members.Add(RollupMessages.ToMessage(member, _clock.Now / 1_000, Month));
        if (members.Count > size) response.NextPageToken = MemberPageToken.Write(MemberCursor.Of(order, members[size - 1].SubscriberId, members[size - 1].Partial), target, order);
        return response;
    }

    /// <summary>Links count before their line was reviewed, which is more than search promises.</summary>
    private long AsOf(IReadOnlyCollection<RollupTarget> targets)
    {
        // In the order in which a change goes through them: it is seen in one place at least.
        var expected = _rows.Expected;
        var rows = _rows.AsOf;
        return Math.Min(Math.Min(expected, rows), _rows.OwedTo(targets));
    }

    private int Month => Calendar.MonthOf(_parameters.Calendar.DayOf(_clock.Now / 1_000));

    private async Task<RollupTotals?> FindAsync(RollupTarget target, int month, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(target, grain => grain.GetTotals(month, cancellationToken), cancellationToken);
        return answer.Version == 0 ? null : RollupTotals.Read(answer.State.Span);
    }

    private Task<StateReceipt> AskAsync(RollupTarget target, Func<IRollupGrain, ValueTask<StateReceipt>> ask, CancellationToken cancellationToken)
    {
        var grain = _grains.GetGrain<IRollupGrain>(target.EntityId);
        return _calls.RetryAsync(
            async () =>
            {
                var receipt = await ask(grain);
                await _calls.EnsureDurable(receipt.Ticket, cancellationToken);
                return receipt;
            },
            cancellationToken);
    }

    private static List<Domain.Rollups.RollupMember> ReadMembers(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        return RollupTotals.ReadMembers(ref reader);
    }

    private static Grpc.Core.RpcException NotFound(RollupTarget target) => Errors.NotFound(
        ErrorReasons.RollupNotFound, $"No line ever named the {target.Kind.ToString().ToLowerInvariant()} '{target.Id}'.", Rollup.Descriptor.FullName, target.EntityId);
}
