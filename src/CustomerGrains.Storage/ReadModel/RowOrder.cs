namespace CustomerGrains.Storage.ReadModel;

/// <summary>By what a list is ordered.</summary>
/// <param name="Field">A sortable one.</param>
public readonly record struct RowOrder(RowField Field, bool IsDescending);
