namespace CustomerGrains.Cli.Generation;

/// <summary>Sums of usage, both directions together.</summary>
internal struct UsageTotals
{
    public long Calls;
    public long CallSeconds;
    public long Messages;
    public long Sessions;
    public long Octets;

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
}
