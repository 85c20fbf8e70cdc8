namespace CustomerGrains.Cli.Generation;

/// <summary>Sums of usage, both directions together.</summary>
internal record struct UsageTotals
{
    public long Calls { get; set; }

    public long CallSeconds { get; set; }

    public long Messages { get; set; }

    public long Sessions { get; set; }

    public long Octets { get; set; }

    /// <summary>Adds a record.</summary>
    public void Add(in GeneratedRecord record)
    {
        switch (record.RecordType)
        {
            case RecordTypes.MoCall or RecordTypes.MtCall:
                Calls++;
                CallSeconds += record.Duration;
                break;
            case RecordTypes.MoSms or RecordTypes.MtSms:
                Messages++;
                break;
            default:
                Sessions++;
                Octets += (long)(record.OctetsUp + record.OctetsDown);
                break;
        }
    }

    /// <summary>Adds other sums.</summary>
    public void Add(in UsageTotals other)
    {
        Calls += other.Calls;
        CallSeconds += other.CallSeconds;
        Messages += other.Messages;
        Sessions += other.Sessions;
        Octets += other.Octets;
    }

    public override readonly string ToString() =>
        $"{Calls:N0} calls of {CallSeconds / 60.0:N0} min, {Messages:N0} messages, {Sessions:N0} sessions of {Octets / 1_048_576.0:N1} MB";
}
