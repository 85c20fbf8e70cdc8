namespace Orleans.Embedded.Tests.Grains;

/// <summary>Counts its activations that are alive at once.</summary>
[Alias("tests.ISoleGrain")]
public interface ISoleGrain : IGrainWithStringKey
{
    [Alias("Touch")]
    ValueTask Touch();
}
