namespace CustomerGrains.Domain.Tests.Support;

internal static class Hex
{
    /// <summary>Lower case, in groups as the format has them: blanks in the expectation do not count.</summary>
    internal static void Equal(string expected, ReadOnlySpan<byte> actual)
    {
        var (want, have) = (string.Concat(expected.Where(c => !char.IsWhiteSpace(c))), Convert.ToHexStringLower(actual));
        Assert.True(want == have, $"Expected {want}\nActual   {have}");
    }

    internal static byte[] Bytes(string hex) => Convert.FromHexString(string.Concat(hex.Where(c => !char.IsWhiteSpace(c))));
}
