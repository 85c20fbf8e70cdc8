namespace CustomerGrains.Storage.ReadModel;

/// <summary>A page of a list.</summary>
/// <param name="Next">Null on the last page.</param>
public sealed record RowPage(IReadOnlyList<SubscriberRow> Rows, RowCursor? Next);
