using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>What a history row says of its entries: versions, and business time in milliseconds since 1970-01-01 UTC.</summary>
internal struct HistoryRange
{
    public long First;
    public long Last;
    public long MinNow;
    public long MaxNow;

    public void Add(in EntryView entry)
    {
        if (First == 0) (First, MinNow) = (entry.Version, entry.Now);
        Last = entry.Version;
        MinNow = Math.Min(MinNow, entry.Now);
        MaxNow = Math.Max(MaxNow, entry.Now);
    }
}
