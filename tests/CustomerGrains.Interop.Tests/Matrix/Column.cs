namespace CustomerGrains.Interop.Tests.Matrix;

/// <summary>What one client says.</summary>
/// <param name="Client">Its name.</param>
/// <param name="Cells">By feature.</param>
/// <param name="ServerErrors">What the servers logged as errors meanwhile; empty when nothing.</param>
internal sealed record Column(string Client, IReadOnlyDictionary<string, Cell> Cells, string ServerErrors);
