namespace CustomerGrains.Storage.ReadModel;

/// <summary>A place in an ordered list: behind the row with these values. It stays one while rows come, change and go.</summary>
/// <param name="Values">Of the order's fields: a <see cref="long"/> or a <see cref="string"/> each.</param>
/// <param name="Row">Number of the row.</param>
public sealed record RowCursor(IReadOnlyList<object> Values, long Row);
