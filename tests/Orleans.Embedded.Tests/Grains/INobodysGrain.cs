namespace Orleans.Embedded.Tests.Grains;

/// <summary>No class implements it.</summary>
[Alias("tests.INobodysGrain")]
public interface INobodysGrain : IGrainWithStringKey;
