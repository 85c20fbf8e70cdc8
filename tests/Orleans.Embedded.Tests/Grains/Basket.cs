namespace Orleans.Embedded.Tests.Grains;

[GenerateSerializer]
[Alias("tests.Basket")]
public sealed class Basket
{
    [Id(0)]
    public Dictionary<string, List<int>> Items { get; init; } = [];

    [Id(1)]
    public ReadOnlyMemory<byte> Bytes { get; set; }

    [Id(2)]
    public Basket? Self { get; set; }

    [Id(3)]
    public FrozenThing Frozen { get; init; } = new();
}
