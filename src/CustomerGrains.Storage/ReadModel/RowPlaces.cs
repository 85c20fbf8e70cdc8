using System.Numerics;

namespace CustomerGrains.Storage.ReadModel;

/// <summary>Where rows stand in an order, as far as memory can tell: of two rows, the one in front never has the greater place. So a row with a lesser
/// place than another is in front of it; of two with the same, memory does not know.</summary>
/// <remarks>The upper half of a place is the key of the first field. Where that is of one value only, rows that have it are equal in the field, and the
/// lower half is what decides then: the row's number, or the key of the second field. Else it is 0.</remarks>
internal sealed class RowPlaces
{
    /// <summary>Behind every row.</summary>
    public const ulong End = ulong.MaxValue;

    /// <summary>A prime beyond all numbers of words, 2^32 by the golden ratio: steps of it come to each word once, far from the last ones.</summary>
    private const long Stride = 2_654_435_761;

    private readonly RowField _first;
    private readonly RowField? _second;
    private readonly bool _isByRow;

    // What makes keys and row numbers unsigned in the direction of the order.
    private readonly uint _turnFirst;
    private readonly uint _turnSecond;
    private readonly int _exactFrom;
    private readonly int _exactTo;

    private RowPlaces(IReadOnlyList<RowOrder> order)
    {
        (_first, _turnFirst) = (order[0].Field, TurnOf(order[0]));
        _isByRow = order.Count == 1;
        if (_isByRow) _turnSecond = order[0].IsDescending ? uint.MaxValue : 0;
        else if (!order[1].Field.IsClass) (_second, _turnSecond) = (order[1].Field, TurnOf(order[1]));
        (_exactFrom, _exactTo) = NumberKey.Exact(_first);
    }

    /// <summary>Null when the first field is not one that memory has in its order.</summary>
    public static RowPlaces? In(IReadOnlyList<RowOrder> order) => order[0].Field.IsClass ? null : new RowPlaces(order);

    public ulong Of(SubscriberRow values, long row) => Of(NumberKey.Of(_first, values.Number(_first)), _second is null ? 0 : NumberKey.Of(_second, values.Number(_second)), (uint)row);

    /// <summary>Rows behind it have this place or a greater one.</summary>
    public ulong Of(RowCursor cursor) =>
        Of(NumberKey.Of(_first, (long)cursor.Values[0]), _second is null ? 0 : NumberKey.Of(_second, (long)cursor.Values[1]), (uint)Math.Clamp(cursor.Row, 0, uint.MaxValue));

    /// <summary>The rows with the least places.</summary>
    /// <param name="from">None with a lesser place than this.</param>
    /// <param name="wanted">So many, and those that have the same place as the last of them.</param>
    /// <returns>All rows from the first place to the last; <see cref="End"/> when there are no others.</returns>
    public (IReadOnlyList<int> Rows, ulong Last) Head(ClassView view, RowSet among, ulong from, int wanted)
    {
        var (first, second) = (view.Numbers(_first), _second is null ? null : view.Numbers(_second));
        var last = LastOf(among.Words, first, second, from, wanted);
        var (nearest, farthest) = (KeyOf(from), KeyOf(last));
        var rows = new List<int>();
        foreach (var row in among.And(new RowSet(first.Within(view.Rows, Math.Min(nearest, farthest), Math.Max(nearest, farthest)))).Take(int.MaxValue))
        {
            var place = Of(first, second, row);
            if (place >= from && place <= last) rows.Add(row);
        }
        return (rows, last);
    }

    private ulong LastOf(ulong[] words, NumberColumn first, NumberColumn? second, ulong from, int wanted)
    {
        var heap = new PriorityQueue<int, ulong>(wanted);
        var last = End;
        // Row numbers often go with an order (who came later has later times); taken across, few rows are better than all before.
        for (long i = 0, at = 0; i < words.Length; i++, at = (at + Stride) % words.Length)
        {
            for (var word = words[at]; word != 0; word &= word - 1)
            {
                var row = ((int)at << 6) + BitOperations.TrailingZeroCount(word);
                // Most are too far back by this alone.
                if (((uint)first[row] ^ _turnFirst) > last >> 32) continue;
                var place = Of(first, second, row);
                if (place < from || place >= last) continue;
                // The least priority is the greatest place.
                if (heap.Count < wanted) heap.Enqueue(row, ~place);
                else heap.EnqueueDequeue(row, ~place);
                if (heap.Count == wanted && heap.TryPeek(out _, out var priority)) last = ~priority;
            }
        }
        return last;
    }

    private ulong Of(NumberColumn first, NumberColumn? second, int row) => Of(first[row], second is null ? 0 : second[row], (uint)row);

    private ulong Of(int first, int second, uint row)
    {
        var place = (ulong)((uint)first ^ _turnFirst) << 32;
        var isExact = (first >= _exactFrom && first <= _exactTo) || first == NumberKey.Absent;
        return !isExact ? place : _isByRow ? place | (row ^ _turnSecond) : _second is null ? place : place | ((uint)second ^ _turnSecond);
    }

    private int KeyOf(ulong place) => (int)((uint)(place >> 32) ^ _turnFirst);

    private static uint TurnOf(RowOrder order) => order.IsDescending ? int.MaxValue : 1U << 31;
}
