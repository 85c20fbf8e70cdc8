namespace CustomerGrains.Storage.ReadModel;

/// <summary>How many subscribers have the same classes.</summary>
/// <param name="Names">In words, one for each class asked for.</param>
/// <param name="Codes">As stored; of texts only comparable within one view.</param>
public sealed record ClassGroup(IReadOnlyList<string> Names, IReadOnlyList<int> Codes, long Count);
