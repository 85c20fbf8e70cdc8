namespace Orleans.Embedded.Tests.Grains;

[GenerateSerializer]
[Alias("tests.CounterException")]
public sealed class CounterException(string message) : Exception(message);
