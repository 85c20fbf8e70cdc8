using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Rollups;
using CustomerGrains.Grains.Entities;

namespace CustomerGrains.Grains.Rollups;

/// <inheritdoc cref="IRollupGrain"/>
[GrainType("rollup")]
public sealed class RollupGrain : EntityGrain<RollupState>, IRollupGrain
{
    /// <summary>Of <see cref="_totalsVersion"/>; null = to be found.</summary>
    private RollupTotals? _totals;
    private long _totalsVersion;

    public RollupGrain(EntityServices services) : base(EntityKinds.Rollup, services)
    {
    }

    public ValueTask<TurnReceipt> Report(ReadOnlyMemory<byte> reports, CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        var news = State.New(MembersReported.Read(reports.Span));
        if (news.Count > 0) CommitFact(CauseKind.Tick, default, FactKind.MembersReported, MembersReported.Write(news));
        return new(Receipt);
    }

    public ValueTask<StateReceipt> GetTotals(int month, CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        if (_totals is null || _totalsVersion != State.Version || _totals.Month != month) (_totals, _totalsVersion) = (RollupTotals.Of(State.Reports, month), State.Version);
        var writer = new ByteWriter();
        _totals.WriteTo(writer);
        return new(Answer(writer));
    }

    public ValueTask<StateReceipt> ListMembers(MemberQuery query, CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        var writer = new ByteWriter();
        RollupTotals.WriteMembers(writer, State.Page(query.Order, query.IsContinued ? new MemberCursor(query.Amount, query.SubscriberId) : null, query.Size));
        return new(Answer(writer));
    }

    private StateReceipt Answer(ByteWriter what) => new(Receipt.Incarnation, Receipt.Group, State.Version, what.ToArray());
}
