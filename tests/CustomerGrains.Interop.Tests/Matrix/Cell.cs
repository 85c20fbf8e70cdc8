namespace CustomerGrains.Interop.Tests.Matrix;

/// <summary>What one client says of one feature.</summary>
/// <param name="Feature">One of <see cref="Features.All"/>.</param>
/// <param name="Result"><c>passed</c>, <c>failed</c> or <c>n/a</c>.</param>
/// <param name="Detail">Why it failed, or does not apply.</param>
internal sealed record Cell(string Feature, string Result, string Detail)
{
    public const string Passed = "passed";
    public const string Failed = "failed";
    public const string NotApplicable = "n/a";
}
