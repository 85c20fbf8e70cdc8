using CustomerGrains.Domain.Entities;

namespace CustomerGrains.Domain.Sources;

/// <summary>One source of usage records: its open streams, and what became of everything it sent (core rules 17, 18, 21).</summary>
public sealed partial class SourceState : IEntityState
{
    /// <summary>Days of receipt that are kept, and with them what can be listed of their quarantine.</summary>
    public const int DaysKept = 400;

    private readonly List<StreamState> _streams = [];
    private readonly List<DayCounts> _days = [];
    private OpenEffects _openEffects = new();
    private RequestMemory _redrives = new();

    public long Version { get; private set; }

    public long Now { get; private set; }

    public bool HasOpenEffects => _openEffects.Count > 0;

    public OpenEffects OpenEffects => _openEffects;

    /// <summary>The source's dense number; 0 before its first stream.</summary>
    public int Number { get; private set; }

    /// <summary>Ordinal of the next new stream, from 1.</summary>
    public long NextOrdinal { get; private set; } = 1;

    public long ClosedStreams { get; private set; }

    public IReadOnlyList<StreamState> Streams => _streams;

    /// <summary>By day, oldest first.</summary>
    public IReadOnlyList<DayCounts> Days => _days;

    /// <summary>Over all days, those no longer kept too.</summary>
    public DayCounts Total { get; private set; }

    /// <summary>The source's own numbers of its streams.</summary>
    public SourceSequence Sequence { get; private set; } = new();

    /// <summary>What re-drives have made of records in quarantine.</summary>
    public QuarantineMarks Marks { get; private set; } = new();

    /// <summary>At most one at a time.</summary>
    public RedriveUnderWay? Redrive { get; private set; }

    /// <summary>Re-drives completed: whoever selects records to re-drive names it, because each changes what is open.</summary>
    public long Redrives { get; private set; }

    /// <summary>Streams below it are closed, all of them, internal ones included.</summary>
    public long LowestOpen
    {
        get
        {
            var lowest = Redrive?.Ordinal ?? NextOrdinal;
            foreach (var stream in _streams) lowest = Math.Min(lowest, stream.Ordinal);
            return lowest;
        }
    }

    public StreamState? Find(string stream) => _streams.Find(s => s.Id == stream);

    public StreamState? Find(long ordinal) => _streams.Find(s => s.Ordinal == ordinal);

    /// <summary>The day of receipt; its counts are 0 when there is none.</summary>
    public DayCounts Day(int day) => _days.Find(d => d.Day == day);

    /// <summary>Version of the entry that completed a re-drive asked for with this request; 0 when it is not remembered.</summary>
    public long FindRedrive(ulong requestHash) => _redrives.Find(requestHash);

    /// <summary>The ordinal that a new session of a stream works under. The stream that keeps all others from being forgotten by
    /// their subscribers gets a new one when nothing of it is under way: what its old one stood for is complete, as in a stream that
    /// is closed (core rule 20).</summary>
    /// <param name="known">The stream, when it is open.</param>
    public long OrdinalFor(StreamState? known)
    {
        if (known is null) return NextOrdinal;
        var holdsOthersBack = known.Ordinal == LowestOpen && NextOrdinal > known.Ordinal + 1;
        return holdsOthersBack && known.Complete == known.LastBegun ? NextOrdinal : known.Ordinal;
    }

    /// <summary>What becomes of a batch that a session sends.</summary>
    public BatchStatus Judge(long ordinal, long session, long batch, UInt128 digest)
    {
        if (Find(ordinal) is not { } stream || stream.Session != session) return BatchStatus.Superseded;
        if (stream.Find(batch) is { } known)
            return known.Begun.Digest != digest ? BatchStatus.OtherContent : known.IsComplete ? BatchStatus.Complete : BatchStatus.UnderWay;
        if (batch <= stream.Complete) return BatchStatus.Expired;
        if (batch > stream.LastBegun + 1) return BatchStatus.Hole;
        return batch > stream.Complete + StreamState.Window ? BatchStatus.BeyondWindow : BatchStatus.New;
    }
}
