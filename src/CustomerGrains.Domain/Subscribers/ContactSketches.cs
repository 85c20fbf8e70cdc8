using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>Distinct contacts by month over a sliding window that ends at the latest month with any; in the order of the months.</summary>
public struct ContactSketches
{
    private ContactSketch[] _months;

    public static ContactSketches Empty => new() { _months = [] };

    public readonly ReadOnlySpan<ContactSketch> All => _months;

    /// <summary>Counts the other party, unless the month lies before the window.</summary>
    internal void Add(int month, int window, ulong hash)
    {
        var count = _months.Length;
        var at = count;
        while (at > 0 && _months[at - 1].Month >= month) at--;
        if (at == count || _months[at].Month != month)
        {
            if (count > 0 && month <= _months[^1].Month - window) return;
            var kept = 0;
            while (kept < count && _months[kept].Month <= month - window) kept++;
            // A month that is the latest lets the oldest go.
            _months = [.. _months.AsSpan(kept, at - kept), new ContactSketch { Month = month }, .. _months.AsSpan(at)];
            at -= kept;
        }
        _months[at].Add(hash);
    }

    /// <inheritdoc cref="Entities.IEntityState.Touch"/>
    internal readonly int Touch()
    {
        var months = _months;
        return months.Length > 0 ? months[^1].Month : 0;
    }

    internal readonly void WriteTo(ByteWriter writer)
    {
        writer.Count(_months.Length);
        foreach (ref readonly var month in All) month.WriteTo(writer);
    }

    internal static ContactSketches Read(ref ByteReader reader)
    {
        var sketches = new ContactSketches { _months = new ContactSketch[reader.Count(bytesEach: 33)] };
        for (var i = 0; i < sketches._months.Length; i++)
        {
            sketches._months[i] = ContactSketch.Read(ref reader);
            if (i > 0 && sketches._months[i].Month <= sketches._months[i - 1].Month) throw new CorruptDataException("Months of contacts are out of order.");
        }
        return sketches;
    }
}
