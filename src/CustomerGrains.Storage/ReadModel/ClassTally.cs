using System.Runtime.InteropServices;

namespace CustomerGrains.Storage.ReadModel;

/// <summary>Counts rows by any number of classes at once, each of a view of its own if need be: what somebody was then by what they are now.</summary>
public static class ClassTally
{
    /// <param name="set">A row that a view does not have is counted there as 0 or empty.</param>
    /// <returns>Those groups that somebody is in, ordered by their codes, texts by themselves.</returns>
    /// <exception cref="ArgumentException">So many classes that their codes do not fit into 128 bits.</exception>
    public static IReadOnlyList<ClassGroup> Of(RowSet set, params ReadOnlySpan<(ClassView View, RowField Field)> by)
    {
        var columns = new ClassColumn[by.Length];
        var rows = new int[by.Length];
        var room = UInt128.One;
        for (var i = 0; i < by.Length; i++)
        {
            (columns[i], rows[i]) = (by[i].View.Column(by[i].Field), by[i].View.Rows);
            if (room > UInt128.MaxValue / (UInt128)columns[i].Codes) throw new ArgumentException($"{by.Length} classes are too many to count by at once.", nameof(by));
            room *= (UInt128)columns[i].Codes;
        }
        var counts = new Dictionary<UInt128, long>();
        foreach (var row in set.Take(int.MaxValue))
        {
            var key = UInt128.Zero;
            for (var i = 0; i < columns.Length; i++) key = (key * (UInt128)columns[i].Codes) + (UInt128)(row < rows[i] ? columns[i][row] : 0);
            CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _)++;
        }
        var groups = counts.Select(c => GroupOf(columns, c.Key, c.Value)).ToList();
        groups.Sort((x, y) => Compare(columns, x, y));
        return groups;
    }

    private static ClassGroup GroupOf(ClassColumn[] columns, UInt128 key, long count)
    {
        var codes = new int[columns.Length];
        for (var i = columns.Length - 1; i >= 0; i--) (key, codes[i]) = (key / (UInt128)columns[i].Codes, (int)(key % (UInt128)columns[i].Codes));
        return new ClassGroup([.. columns.Select((c, i) => c.NameOf(codes[i]))], codes, count);
    }

    private static int Compare(ClassColumn[] columns, ClassGroup x, ClassGroup y)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            var order = columns[i].Field.IsText ? string.CompareOrdinal(x.Names[i], y.Names[i]) : x.Codes[i].CompareTo(y.Codes[i]);
            if (order != 0) return order;
        }
        return 0;
    }
}
