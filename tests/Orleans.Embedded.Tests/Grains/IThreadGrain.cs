namespace Orleans.Embedded.Tests.Grains;

[Alias("tests.IThreadGrain")]
public interface IThreadGrain : IGrainWithStringKey
{
    [Alias("Thread")]
    ValueTask<int> Thread();

    /// <summary>Whether a call to another grain ran before the method that makes it went on.</summary>
    [Alias("NestedIsInline")]
    Task<bool> NestedIsInline(string other);
}
