namespace CustomerGrains.Storage.ReadModel;

/// <summary>One page of a list.</summary>
/// <param name="Condition">Null = all rows.</param>
/// <param name="Order">Empty = by subscriber id. Rows that are equal in it stand in an order that does not change.</param>
/// <param name="Size">Most rows.</param>
/// <param name="After">Where the page before ended; null = from the beginning.</param>
public sealed record RowQuery(RowCondition? Condition, IReadOnlyList<RowOrder> Order, int Size, RowCursor? After = null);
