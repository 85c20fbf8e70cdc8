namespace CustomerGrains.Cli.Generation;

/// <summary>What a server that does everything right has to answer after it was sent the generated records.</summary>
internal sealed class GeneratedTruth(int subscribers)
{
    private readonly UsageTotals[] _bySubscriber = new UsageTotals[subscribers];
    private UsageTotals _today;

    /// <summary>Records sent.</summary>
    public long Received { get; private set; }

    /// <summary>To be applied.</summary>
    public long Applied { get; private set; }

    /// <summary>Sent twice.</summary>
    public long Duplicate { get; private set; }

    /// <summary>Sent with a known id and other content.</summary>
    public long Conflict { get; private set; }

    /// <summary>To be rejected, for either reason.</summary>
    public long Rejected => NotHeld + Broken;

    /// <summary>For numbers that nobody holds.</summary>
    public long NotHeld { get; private set; }

    /// <summary>With an impossible duration.</summary>
    public long Broken { get; private set; }

    /// <summary>What was applied on the latest day.</summary>
    public UsageTotals Today => _today;

    /// <summary>What was applied to a subscriber on all days.</summary>
    public ref readonly UsageTotals Of(int subscriber) => ref _bySubscriber[subscriber];

    internal void BeginDay() => _today = default;

    internal void Add(in GeneratedRecord record)
    {
        Received++;
        if (Rejects(record)) return;

        Applied++;
        _bySubscriber[record.Subscriber].Add(record);
        _today.Add(record);
    }

    internal void AddRepeated(in GeneratedRecord original, bool changed)
    {
        Received++;
        if (Rejects(original)) return;
        if (changed) Conflict++;
        else Duplicate++;
    }

    private bool Rejects(in GeneratedRecord record)
    {
        if (record.Subscriber < 0) NotHeld++;
        else if (record.Broken) Broken++;
        else return false;
        return true;
    }
}
