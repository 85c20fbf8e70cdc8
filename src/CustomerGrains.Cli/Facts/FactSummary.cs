namespace CustomerGrains.Cli.Facts;

/// <summary>What became of a file's facts.</summary>
/// <param name="Held">Of those applied, those that take effect later.</param>
internal sealed record FactSummary(int Facts, int Applied, int Held, int Duplicate, int Conflict, int Rejected)
{
    public override string ToString() => $"{Facts} facts: {Applied} applied{(Held > 0 ? $" ({Held} take effect later)" : "")}, {Duplicate} duplicate, {Conflict} conflict, {Rejected} rejected";
}
