using System.Text;

namespace CustomerGrains.Storage.ReadModel;

/// <summary>One value against one comparison.</summary>
internal static class RowMatch
{
    public static bool Holds(RowCondition.Numbers condition, long value) => condition.Comparison switch
    {
        RowComparison.Equal => value == condition.Value,
        RowComparison.NotEqual => value != condition.Value,
        RowComparison.Less => value < condition.Value,
        RowComparison.LessOrEqual => value <= condition.Value,
        RowComparison.Greater => value > condition.Value,
        RowComparison.GreaterOrEqual => value >= condition.Value,
        RowComparison.Has => (value & condition.Value) == condition.Value,
        RowComparison.Present => value != 0,
        _ => throw new ArgumentException($"Numbers are not compared by {condition.Comparison}."),
    };

    public static bool Holds(RowCondition.Texts condition, string value)
    {
        switch (condition.Comparison)
        {
            case RowComparison.StartsWith: return value.StartsWith(condition.Value, StringComparison.Ordinal);
            case RowComparison.Present: return value.Length > 0;
            default: break;
        }
        // By UTF-8, as SQL does.
        var order = Encoding.UTF8.GetBytes(value).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(condition.Value));
        return condition.Comparison switch
        {
            RowComparison.Equal => order == 0,
            RowComparison.NotEqual => order != 0,
            RowComparison.Less => order < 0,
            RowComparison.LessOrEqual => order <= 0,
            RowComparison.Greater => order > 0,
            RowComparison.GreaterOrEqual => order >= 0,
            _ => throw new ArgumentException($"Texts are not compared by {condition.Comparison}."),
        };
    }
}
