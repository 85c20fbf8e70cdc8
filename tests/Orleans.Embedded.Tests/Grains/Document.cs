namespace Orleans.Embedded.Tests.Grains;

[GenerateSerializer]
[Alias("tests.Document")]
public sealed class Document
{
    [Id(0)]
    public string Text { get; set; } = "";
}
