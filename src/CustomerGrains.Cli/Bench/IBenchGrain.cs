namespace CustomerGrains.Cli.Bench;

/// <summary>A grain that does nothing but count: what is measured is the host.</summary>
[Alias("cg.IBenchGrain")]
public interface IBenchGrain : IGrainWithStringKey
{
    /// <summary>Takes a slice as large as a record's; returns how many came before.</summary>
    [Alias("Take")]
    ValueTask<long> Take(ReadOnlyMemory<byte> slice);
}
