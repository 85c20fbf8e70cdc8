using System.Globalization;
using CustomerGrains.Server.Hosting;

namespace CustomerGrains.Cli.Serving;

/// <summary>One thing that a server can be told: as an option (<c>--time-zone</c>), in the environment (<c>CG_SERVE_TIME_ZONE</c>) and in the
/// JSON file (<c>timeZone</c>).</summary>
/// <param name="Name">The option's, without hyphens in front.</param>
/// <param name="Value">What stands for the value in the help.</param>
/// <param name="Description">A sentence or two.</param>
/// <param name="Default">What holds when nothing is said.</param>
/// <param name="Apply">Puts a text into the options; <see cref="FormatException"/> with the remedy when it is no value.</param>
internal sealed record ServeSetting(string Name, string Value, string Description, string Default, Func<ServerOptions, string, ServerOptions> Apply)
{
    /// <summary>Of the environment.</summary>
    public string Variable { get; } = "CG_SERVE_" + Name.Replace('-', '_').ToUpperInvariant();

    /// <summary>In the JSON file.</summary>
    public string Member { get; } = string.Concat(Name.Split('-').Select(static (word, index) => index == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>Its JSON is a number; a text otherwise.</summary>
    public bool IsNumber { get; private init; }

    /// <summary>A setting that is a text.</summary>
    public static ServeSetting Text(string name, string value, string description, string byDefault, Func<ServerOptions, string, ServerOptions> apply) =>
        new(name, value, description, byDefault, apply);

    /// <summary>A setting that is a whole number.</summary>
    public static ServeSetting Number(string name, string description, object byDefault, Func<ServerOptions, int, ServerOptions> apply) =>
        new(name, "N", description, string.Create(CultureInfo.InvariantCulture, $"{byDefault}"), (options, text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? apply(options, number)
            : throw new FormatException($"'{text}' is not a whole number."))
        {
            IsNumber = true,
        };

    /// <summary>A setting that is one of a few words.</summary>
    public static ServeSetting OneOf<T>(string name, string description, string byDefault, (string Word, T Meaning)[] words, Func<ServerOptions, T, ServerOptions> apply)
    {
        var list = string.Join('|', words.Select(static word => word.Word));
        return new ServeSetting(name, list, description, byDefault, (options, text) =>
        {
            foreach (var (word, meaning) in words)
            {
                if (word == text) return apply(options, meaning);
            }

            throw new FormatException($"'{text}' is none of {list.Replace("|", ", ", StringComparison.Ordinal)}.");
        });
    }
}
