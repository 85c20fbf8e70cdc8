namespace CustomerGrains.Cli.Mapping;

/// <summary>
/// Where a field's value comes from (exactly one of <see cref="Column"/>, <see cref="Template"/>, <see cref="Constant"/>) and how it is
/// read. In JSON a bare text is short for <c>{ "column": text }</c>.
/// </summary>
internal sealed record FieldSpec
{
    /// <summary>The column's name, or its number from 1 in a file without a header.</summary>
    public string? Column { get; init; }

    /// <summary>Text with <c>{column}</c> and <c>{row}</c> (line number) in it.</summary>
    public string? Template { get; init; }

    /// <summary>The same for every row.</summary>
    public string? Constant { get; init; }

    /// <summary>Taken instead when the value is empty.</summary>
    public string? Default { get; init; }

    /// <summary>Value in the file → value meant. A value that is not listed is an error, unless there is <see cref="Otherwise"/>.</summary>
    public IReadOnlyDictionary<string, string>? Values { get; init; }

    /// <summary>For values that <see cref="Values"/> does not list.</summary>
    public string? Otherwise { get; init; }

    /// <summary>Times: <c>iso8601</c> (default), <c>unix</c>, <c>unixMilliseconds</c> or a .NET pattern such as <c>dd.MM.yyyy HH:mm:ss</c>.</summary>
    public string? Format { get; init; }

    /// <summary>Times without an offset of their own: the time zone's id, such as Europe/London; UTC when not given.</summary>
    public string? Zone { get; init; }

    /// <summary>Local times that occur twice when clocks go back: <c>earlier</c> (default) or <c>later</c>.</summary>
    public AmbiguousTime? Ambiguous { get; init; }

    /// <summary>
    /// Durations: milliseconds, seconds (default), minutes, hours, clock (hh:mm:ss). Octets: bytes (default), KB, MB, GB (1,000), KiB, MiB,
    /// GiB (1,024). Charges: micros (default), cents, units.
    /// </summary>
    public string? Unit { get; init; }

    /// <summary>To whole seconds, octets, micros: <c>nearest</c> (default), <c>halfEven</c>, <c>up</c>, <c>down</c>.</summary>
    public Rounding? Rounding { get; init; }
}
