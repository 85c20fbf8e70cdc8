using System.Globalization;
using System.Text.Json;
using CustomerGrains.Server.Hosting;

namespace CustomerGrains.Cli.Serving;

/// <summary>What the command line, the environment or a file says of a server's settings: texts by the setting's name. What nobody says has the
/// default of <see cref="ServerOptions"/>.</summary>
internal sealed class ServeSource
{
    private static readonly JsonDocumentOptions Json = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>What is said, and by which name the caller said it.</summary>
    private readonly Dictionary<string, (string Text, string SaidAs)> _values = [];

    /// <summary>Says a setting; <paramref name="saidAs"/> is named when the value is none.</summary>
    public ServeSource With(ServeSetting setting, string text, string? saidAs = null)
    {
        _values[setting.Name] = (text, saidAs ?? setting.Name);
        return this;
    }

    /// <summary>Reads a JSON file: every setting's name in camel case, such as <c>timeZone</c>.</summary>
    /// <exception cref="CliException">There is no such file, or it says something else.</exception>
    public static ServeSource FromFile(string path)
    {
        var source = new ServeSource();
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path), Json);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new FormatException("it is not a JSON object.");
            foreach (var member in document.RootElement.EnumerateObject())
            {
                var setting = ServeSettings.All.FirstOrDefault(setting => setting.Member == member.Name)
                    ?? throw new FormatException($"there is no setting '{member.Name}'; those there are: {string.Join(", ", ServeSettings.All.Select(static setting => setting.Member))}.");
                if (member.Value.ValueKind == JsonValueKind.Null) continue;
                if (member.Value.ValueKind != (setting.IsNumber ? JsonValueKind.Number : JsonValueKind.String))
                    throw new FormatException($"{member.Name} is {member.Value.GetRawText()}, and has to be a {(setting.IsNumber ? "number" : "text")}.");
                source.With(setting, member.Value.ToString(), member.Name);
            }

            return source;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            throw new CliException($"Cannot use the configuration {path}: {exception.Message}", CliException.Usage, exception);
        }
    }

    /// <summary>Reads the environment: every setting's option in capitals behind <c>CG_SERVE_</c>, such as CG_SERVE_TIME_ZONE.</summary>
    public static ServeSource FromEnvironment(Func<string, string?> variable)
    {
        var source = new ServeSource();
        foreach (var setting in ServeSettings.All)
        {
            if (variable(setting.Variable) is { Length: > 0 } text) source.With(setting, text, setting.Variable);
        }

        return source;
    }

    /// <summary>What this says, and where it says nothing what that says.</summary>
    public ServeSource Over(ServeSource lower)
    {
        var both = new ServeSource();
        foreach (var (name, value) in lower._values) both._values[name] = value;
        foreach (var (name, value) in _values) both._values[name] = value;
        return both;
    }

    /// <summary>The server's options.</summary>
    /// <exception cref="CliException">Something is wrong; the message says what to write instead.</exception>
    public ServerOptions ToOptions()
    {
        var options = new ServerOptions();
        foreach (var setting in ServeSettings.All)
        {
            if (!_values.TryGetValue(setting.Name, out var said)) continue;
            try
            {
                options = setting.Apply(options, said.Text);
            }
            catch (FormatException exception)
            {
                throw new CliException(string.Create(CultureInfo.InvariantCulture, $"{said.SaidAs}: {exception.Message}"), CliException.Usage, exception);
            }
        }

        try
        {
            options.Validate();
            return options;
        }
        catch (ArgumentException exception)
        {
            throw new CliException(exception.Message, CliException.Usage, exception);
        }
    }
}
