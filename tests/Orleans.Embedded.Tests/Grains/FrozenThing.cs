namespace Orleans.Embedded.Tests.Grains;

[GenerateSerializer]
[Immutable]
[Alias("tests.FrozenThing")]
public sealed class FrozenThing;
