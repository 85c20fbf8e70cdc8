namespace CustomerGrains.Cli.Bench;

/// <inheritdoc cref="IBenchGrain"/>
[GrainType("bench")]
public sealed class BenchGrain : Grain, IBenchGrain
{
    private long _taken;

    public ValueTask<long> Take(ReadOnlyMemory<byte> slice) => new(_taken++);
}
