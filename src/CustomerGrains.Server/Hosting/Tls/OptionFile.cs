namespace CustomerGrains.Server.Hosting.Tls;

/// <summary>A file that an option names.</summary>
/// <param name="Option">The option, as whoever has to mend it knows it.</param>
/// <param name="Path">Its value.</param>
public readonly record struct OptionFile(string Option, string Path)
{
    /// <summary>The option that names the private key which goes with this certificate.</summary>
    public string KeyOption { get; init; } = "key";

    /// <summary>The option that names a file with a password; null when there is none.</summary>
    public string? PasswordOption { get; init; } = null;

    /// <summary>What is wrong with it.</summary>
    public ArgumentException Problem(string problem, string remedy, Exception? cause = null) => new($"{Option}: {Path}: {problem}; {remedy}.", cause);
}
