namespace Orleans.Embedded.Tests.Grains;

/// <summary>Writes its life into the journal.</summary>
[Alias("tests.ILifeGrain")]
public interface ILifeGrain : IGrainWithStringKey
{
    [Alias("Touch")]
    Task Touch();

    [Alias("EndThen")]
    Task EndThen(string phase);

    [Alias("HangAtEnd")]
    Task HangAtEnd();

    [Alias("Itself")]
    Task<ILifeGrain> Itself();
}
