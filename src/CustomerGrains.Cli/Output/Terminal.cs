using System.Globalization;
using Spectre.Console;

namespace CustomerGrains.Cli.Output;

/// <summary>Where results (out) and everything else (error: progress, notes, problems) are written.</summary>
internal sealed class Terminal
{
    /// <summary>A table that is not on a screen is not folded to 80 columns.</summary>
    private const int RedirectedWidth = 160;

    public Terminal(TextWriter output, TextWriter error, bool interactive)
    {
        Out = output;
        Error = error;
        IsInteractive = interactive;
        Screen = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = interactive ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = interactive ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!interactive) Screen.Profile.Width = RedirectedWidth;
    }

    /// <summary>The process's own.</summary>
    public static Terminal Process { get; } = new(
        Console.Out,
        Console.Error,
        !Console.IsOutputRedirected && !Console.IsErrorRedirected);

    /// <summary>Results.</summary>
    public TextWriter Out { get; }

    /// <summary>Everything else.</summary>
    public TextWriter Error { get; }

    /// <summary>Somebody is looking.</summary>
    public bool IsInteractive { get; }

    /// <summary>Tables and live displays, on <see cref="Out"/>.</summary>
    public IAnsiConsole Screen { get; }

    /// <summary>A whole number with thousands.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Octets in megabytes of 1,048,576, with one decimal below 100.</summary>
    public static string Megabytes(ulong octets)
    {
        var megabytes = octets / 1_048_576.0;
        return megabytes.ToString(megabytes < 100 ? "N1" : "N0", CultureInfo.InvariantCulture);
    }

    /// <summary>A rate with two or three digits.</summary>
    public static string Rate(double value) => double.IsFinite(value) ? Count((long)value) : "-";

    /// <summary>Milliseconds with one decimal below 100.</summary>
    public static string Milliseconds(TimeSpan value) => value.TotalMilliseconds.ToString(value.TotalMilliseconds < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
