namespace CustomerGrains.Storage.ReadModel;

/// <summary>Looks at one row.</summary>
/// <param name="values">Hold until it returns.</param>
public delegate void RowVisitor(RowValues values);
