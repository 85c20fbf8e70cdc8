using System.CommandLine;
using System.Globalization;

namespace CustomerGrains.Cli.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    /// <summary>Where a server is when nobody says otherwise.</summary>
    public const string DefaultAddress = "http://127.0.0.1:5080";

    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON instead of text." };

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Option<int> Positive(string name, string description, int byDefault, int least = 1, int most = int.MaxValue)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => byDefault };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count != 1 || !int.TryParse(result.Tokens[0].Value, out var value)) return;
            if (value < least) result.AddError($"{name} must be at least {least}.");
            if (value > most) result.AddError($"{name} must be at most {most:N0}.");
        });
        return option;
    }

    /// <summary><c>--at</c>.</summary>
    public static Option<DateTimeOffset?> At(string description) => new("--at")
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = static result => Time(result.Tokens[0].Value, result.AddError),
    };

    private static DateTimeOffset? Time(string text, Action<string> error)
    {
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time;
        error($"--at '{text}' is not a time like 2026-03-15T12:00:00Z.");
        return null;
    }
}
