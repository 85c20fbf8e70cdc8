namespace CustomerGrains.Cli.Mapping;

/// <summary>How the numbers in a file are written, so that they can be brought to E.164 digits.</summary>
internal sealed record NumberingPlan
{
    /// <summary>Digits of the country that the file is from, such as 44.</summary>
    public string CountryCode { get; init; } = "";

    /// <summary>Begins national numbers and is dropped in E.164, such as 0; empty where there is none.</summary>
    public string TrunkPrefix { get; init; } = "";

    /// <summary>Begins international numbers, such as 00.</summary>
    public string InternationalPrefix { get; init; } = "00";

    /// <summary>Numbers up to so many digits and without a prefix are short codes: left alone as other parties, refused as served numbers.</summary>
    public int ShortCodeDigits { get; init; } = 6;

    /// <summary>What a longer number without any prefix is.</summary>
    public BareNumber Bare { get; init; } = BareNumber.International;

    /// <summary>What is wrong with the plan, or null.</summary>
    public string? Problem()
    {
        if (CountryCode.Length is < 1 or > 3 || !AllDigits(CountryCode)) return "numberingPlan.countryCode must be 1 to 3 digits, such as \"44\".";
        if (!AllDigits(TrunkPrefix)) return "numberingPlan.trunkPrefix must be digits, or empty.";
        if (!AllDigits(InternationalPrefix)) return "numberingPlan.internationalPrefix must be digits, or empty.";
        return ShortCodeDigits is < 0 or > 10 ? "numberingPlan.shortCodeDigits must be 0 to 10." : null;
    }

    /// <summary>Brings a number to E.164 digits.</summary>
    /// <param name="text">As the file has it; blanks, hyphens, dots, slashes and brackets between digits do not matter.</param>
    /// <param name="digits">Room for at least 40 characters; takes the result.</param>
    /// <param name="length">Digits in the result.</param>
    /// <returns>False for short codes and for what is no number of 5 to 15 digits.</returns>
    public bool TryNormalize(ReadOnlySpan<char> text, Span<char> digits, out int length)
    {
        length = 0;
        Span<char> bare = stackalloc char[32];
        if (!TryStrip(text, bare, out var count, out var plus)) return false;
        ReadOnlySpan<char> number = bare[..count];
        if (plus) return TryTake("", number, digits, out length);
        if (InternationalPrefix.Length > 0 && number.StartsWith(InternationalPrefix))
        {
            return TryTake("", number[InternationalPrefix.Length..], digits, out length);
        }

        if (number.Length <= ShortCodeDigits) return false;
        if (TrunkPrefix.Length > 0 && number.StartsWith(TrunkPrefix)) return TryTake(CountryCode, number[TrunkPrefix.Length..], digits, out length);
        return TryTake(Bare == BareNumber.National ? CountryCode : "", number, digits, out length);
    }

    /// <summary>Digits of a number that is E.164 already: an optional '+', then 5 to 15 digits.</summary>
    public static bool TryInternational(ReadOnlySpan<char> text, Span<char> digits, out int length)
    {
        length = 0;
        Span<char> bare = stackalloc char[32];
        return TryStrip(text, bare, out var count, out _) && TryTake("", bare[..count], digits, out length);
    }

    private static bool TryTake(ReadOnlySpan<char> prefix, ReadOnlySpan<char> rest, Span<char> digits, out int length)
    {
        length = prefix.Length + rest.Length;
        if (length is < 5 or > 15) return false;
        prefix.CopyTo(digits);
        rest.CopyTo(digits[prefix.Length..]);
        return true;
    }

    private static bool TryStrip(ReadOnlySpan<char> text, Span<char> bare, out int count, out bool plus)
    {
        count = 0;
        text = text.Trim();
        plus = text is ['+', ..];
        if (plus) text = text[1..];
        foreach (var c in text)
        {
            if (c is ' ' or '-' or '.' or '/' or '(' or ')') continue;
            if (!char.IsAsciiDigit(c) || count == bare.Length) return false;
            bare[count++] = c;
        }

        return count > 0;
    }

    private static bool AllDigits(string text) => text.All(char.IsAsciiDigit);
}
