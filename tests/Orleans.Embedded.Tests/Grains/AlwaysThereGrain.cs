namespace Orleans.Embedded.Tests.Grains;

[GrainType("tests.alwaysthere")]
[KeepAlive]
public sealed class AlwaysThereGrain : Grain, IAlwaysThereGrain
{
    public Task Touch() => Task.CompletedTask;
}
