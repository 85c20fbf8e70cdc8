using System.Numerics;

namespace CustomerGrains.Storage.ReadModel;

/// <summary>The classes of all subscribers at one moment, column by column: a question about all of them touches a byte or four of each.</summary>
public sealed class ClassView
{
    /// <summary>Pairs of codes up to so many are counted in an array.</summary>
    private const int DensePairs = 1 << 20;

    private readonly Func<RowField, ClassColumn> _columns;
    private readonly Func<RowField, NumberColumn>? _numbers;

    /// <param name="numbers">Null: days have none.</param>
    internal ClassView(Func<RowField, ClassColumn> columns, RowSet all, int rows, Func<RowField, NumberColumn>? numbers = null) => (_columns, All, Rows, _numbers) = (columns, all, rows, numbers);

    /// <summary>Row numbers are below this.</summary>
    public int Rows { get; }

    /// <summary>The rows that there are.</summary>
    public RowSet All { get; }

    /// <summary>A row's class in words.</summary>
    public string NameAt(RowField field, int row) => row < Rows && _columns(field) is var column ? column.NameOf(column[row]) : "";

    /// <summary>A row's class as it is stored; 0 for one that did not exist then.</summary>
    public int CodeAt(RowField field, int row) => row < Rows ? _columns(field)[row] : 0;

    internal ClassColumn Column(RowField field) => _columns(field);

    internal NumberColumn Numbers(RowField field) => _numbers is null ? throw new ArgumentException($"There is no {field} here.") : _numbers(field);

    /// <summary>The rows of which a condition holds.</summary>
    /// <param name="condition">On classes only; null = all.</param>
    /// <exception cref="ArgumentException">It looks at another field.</exception>
    public RowSet Match(RowCondition? condition) =>
        condition?.Fields.FirstOrDefault(static f => !f.IsClass || f == SubscriberFields.SubscriberId) is { } other ? throw new ArgumentException($"{other} is no class.") : Match(condition, isCertain: true);

    /// <summary>The rows of which a condition on any fields holds, where memory can tell.</summary>
    /// <param name="isCertain">Whether those of which it cannot are left out; else they are in.</param>
    internal RowSet Match(RowCondition? condition, bool isCertain) => condition is null ? All : new RowSet(Bits(condition, isCertain)).And(All);

    /// <summary>How many rows of a set have which class, or which two.</summary>
    public IReadOnlyList<ClassCount> Count(RowSet set, RowField first, RowField? second = null) => Cross(set, this, first, second is null ? null : this, second);

    /// <summary>How many rows of a set had which class in one view, and which in another.</summary>
    /// <param name="set">Of rows that are in both.</param>
    public static IReadOnlyList<ClassCount> Cross(RowSet set, ClassView from, RowField first, ClassView? to, RowField? second)
    {
        var a = from._columns(first);
        var b = second is null ? null : to!._columns(second);
        var width = b?.Codes ?? 1;
        var counts = new List<ClassCount>();
        if ((long)a.Codes * width <= DensePairs)
        {
            var dense = new long[a.Codes * width];
            foreach (var row in Each(set)) dense[(a[row] * width) + (b is null ? 0 : b[row])]++;
            for (var i = 0; i < dense.Length; i++)
            {
                if (dense[i] > 0) counts.Add(Named(a, b, i / width, i % width, dense[i]));
            }
        }
        else
        {
            var sparse = new Dictionary<(int, int), long>();
            foreach (var row in Each(set)) System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(sparse, (a[row], b is null ? 0 : b[row]), out _)++;
            foreach (var ((i, j), count) in sparse) counts.Add(Named(a, b, i, j, count));
        }
        // Texts have codes in the order in which they came up.
        if (a.Field.IsText || b?.Field.IsText == true) counts.Sort((x, y) => ByCode(a, x.FirstCode, y.FirstCode) is var order and not 0 ? order : b is null ? 0 : ByCode(b, x.SecondCode, y.SecondCode));
        return counts;
    }

    private static ClassCount Named(ClassColumn a, ClassColumn? b, int i, int j, long count) => new(a.NameOf(i), b?.NameOf(j) ?? "", count, i, j);

    private static int ByCode(ClassColumn column, int x, int y) => column.Field.IsText ? string.CompareOrdinal(column.NameOf(x), column.NameOf(y)) : x.CompareTo(y);

    private static RowEnumerator Each(RowSet set) => new(set.Words);

    private ulong[] Bits(RowCondition condition, bool isCertain)
    {
        switch (condition)
        {
            case RowCondition.And and:
                return Fold(and.Terms, isCertain, static (x, y) => x & y);
            case RowCondition.Or or:
                return Fold(or.Terms, isCertain, static (x, y) => x | y);
            case RowCondition.Not not:
                // What certainly does not hold is what is not even possible.
                var bits = Bits(not.Term, !isCertain);
                for (var i = 0; i < bits.Length; i++) bits[i] = ~bits[i];
                return bits;
            case RowCondition.Numbers numbers:
                return numbers.Field.IsClass ? Bits(_columns(numbers.Field), (_, code) => RowMatch.Holds(numbers, code)) : Numbers(numbers.Field).Match(numbers, Rows, isCertain);
            case RowCondition.Texts texts when texts.Field == SubscriberFields.SubscriberId:
                var unknown = new ulong[RowSet.WordsFor(Rows)];
                if (!isCertain) Array.Fill(unknown, ulong.MaxValue);
                return unknown;
            case RowCondition.Texts texts:
                return Bits(_columns(texts.Field), (column, code) => RowMatch.Holds(texts, column.NameOf(code)));
            default:
                throw new ArgumentException($"{condition.GetType().Name} is no condition.");
        }
    }

    private ulong[] Fold(IReadOnlyList<RowCondition> terms, bool isCertain, Func<ulong, ulong, ulong> join)
    {
        var bits = Bits(terms[0], isCertain);
        foreach (var term in terms.Skip(1))
        {
            var others = Bits(term, isCertain);
            for (var i = 0; i < bits.Length; i++) bits[i] = join(bits[i], others[i]);
        }
        return bits;
    }

    private ulong[] Bits(ClassColumn column, Func<ClassColumn, int, bool> holds)
    {
        // Each code is judged once.
        var table = new byte[column.Codes];
        for (var code = 0; code < table.Length; code++) table[code] = holds(column, code) ? (byte)1 : (byte)0;
        return column.Field.IsText ? Bits(column.Large[..Rows], table) : Bits(column.Small[..Rows], table);
    }

    private static ulong[] Bits<T>(ReadOnlySpan<T> codes, byte[] table) where T : IBinaryInteger<T>
    {
        var bits = new ulong[RowSet.WordsFor(codes.Length)];
        for (var i = 0; i < bits.Length; i++)
        {
            var word = 0UL;
            var part = codes.Slice(i << 6, Math.Min(64, codes.Length - (i << 6)));
            for (var j = 0; j < part.Length; j++) word |= (ulong)table[int.CreateTruncating(part[j])] << j;
            bits[i] = word;
        }
        return bits;
    }

    private ref struct RowEnumerator(ulong[] words)
    {
        private int _word = -1;
        private ulong _left;

        public int Current { get; private set; }

        public readonly RowEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_left == 0)
            {
                if (++_word == words.Length) return false;
                _left = words[_word];
            }
            Current = (_word << 6) + BitOperations.TrailingZeroCount(_left);
            _left &= _left - 1;
            return true;
        }
    }
}
