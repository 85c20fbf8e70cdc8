using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using CustomerGrains.Cli.Commands;
using CustomerGrains.Cli.Serving;
using CustomerGrains.Server.Hosting;
using CustomerGrains.Server.Hosting.Tls;

namespace CustomerGrains.Cli.Tests;

/// <summary>What <c>serve</c> can be told, and the three ways to tell it.</summary>
public sealed class ServeSettingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("customergrains-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string> Names => [.. ServeSettings.All.Select(static setting => setting.Name)];

    /// <summary>A member that is added to the options and forgotten in the table fails here.</summary>
    [Fact]
    public void Every_member_of_the_options_has_a_setting()
    {
        var set = ServeSettings.All.SelectMany(Members).ToHashSet();
        var there = Leaves(typeof(ServerOptions), "").ToHashSet();
        Assert.Equal(there.Order(), set.Order());
        Assert.Equal(ServeSettings.All.Count, ServeSettings.All.Select(static setting => setting.Name).Distinct().Count());
        Assert.True(there.Count >= 29, "The members were not found.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_setting_can_be_an_option_a_variable_and_a_member_of_the_file(string name)
    {
        var setting = ServeSettings.All.Single(one => one.Name == name);
        var text = Sample(setting);
        var expected = Companions(setting).ToOptions(setting, text);
        Assert.NotEqual(new ServerOptions(), expected);

        var environment = ServeSource.FromEnvironment(variable => variable == setting.Variable ? text : Companions(setting).Text(variable));
        Assert.Equal(expected, environment.ToOptions());

        var json = JsonSerializer.Serialize(Companions(setting).Append(setting, text).ToDictionary(static pair => pair.Setting.Member, static pair => pair.Setting.IsNumber ? (object)int.Parse(pair.Text, null) : pair.Text));
        Assert.Equal(expected, ServeSource.FromFile(File("server.json", json)).ToOptions());

        var flags = new ServeCommandOptions();
        var command = new Command("serve");
        flags.AddTo(command);
        var line = command.Parse([.. Companions(setting).Append(setting, text).SelectMany(static pair => new[] { "--" + pair.Setting.Name, pair.Text })]);
        Assert.Empty(line.Errors);
        Assert.Equal(expected, flags.Read(line, static _ => null));
    }

    [Fact]
    public async Task The_help_has_every_setting_and_a_wrong_value_names_its_option()
    {
        var help = await Cli.SucceedAsync("serve", "--help");
        Assert.All(ServeSettings.All, setting => Assert.Contains($"--{setting.Name} <{setting.Value}>", help.Out, StringComparison.Ordinal));
        var wrong = await Cli.RunAsync("serve", "--day-window", "none");
        Assert.Equal((2, "customergrains: --day-window: 'none' is not a whole number."), (wrong.ExitCode, wrong.Error.Trim()));
    }

    [Fact]
    public void Options_come_before_the_environment_and_that_before_the_file()
    {
        var file = ServeSource.FromFile(File("server.json", """
            {
              // Comments and trailing commas are welcome.
              "data": "file", "listen": "http://127.0.0.1:1", "clock": "stream", "dayWindow": 40, "otlpSeconds": 7, "logFormat": null,
            }
            """));
        var environment = ServeSource.FromEnvironment(static name => name switch { "CG_SERVE_DATA" => "environment", "CG_SERVE_LISTEN" => "http://127.0.0.1:2", "CG_SERVE_PLANS" => "plans.json", "CG_SERVE_CURRENCY" => "", _ => null });
        var options = new ServeSource().With(ServeSettings.All[0], "option").Over(environment).Over(file).ToOptions();
        Assert.Equal(
            new ServerOptions { DataDirectory = "option", Listen = "http://127.0.0.1:2", Plans = "plans.json", Clock = ClockMode.Stream, DayWindow = 40, OtlpSeconds = 7 },
            options);
        Assert.Equal(new ServerOptions(), new ServeSource().ToOptions());
    }

    [Theory]
    [InlineData("CG_SERVE_DAY_WINDOW", "many", "CG_SERVE_DAY_WINDOW: 'many' is not a whole number")]
    [InlineData("CG_SERVE_DAY_WINDOW", "0", "day-window")]
    [InlineData("CG_SERVE_CLOCK", "sun", "CG_SERVE_CLOCK: 'sun' is none of wall, stream")]
    [InlineData("CG_SERVE_LISTEN", "5080", "listen")]
    [InlineData("CG_SERVE_OTLP", "collector", "otlp: 'collector' is not an address")]
    [InlineData("CG_SERVE_OTLP_SECONDS", "0", "otlp-seconds: 0 is out of range")]
    [InlineData("CG_SERVE_LOG_FORMAT", "xml", "none of text, json")]
    [InlineData("CG_SERVE_LOG_LEVEL", "loud", "none of trace, debug, information")]
    [InlineData("CG_SERVE_QUARANTINE_RECORDS", "-1", "quarantine-records: -1 is out of range")]
    [InlineData("CG_SERVE_QUARANTINE_MEGABYTES", "10001", "quarantine-megabytes: 10001 is out of range")]
    public void Wrong_settings_say_which(string variable, string value, string message)
    {
        var problem = Assert.Throws<CliException>(() => ServeSource.FromEnvironment(name => name == variable ? value : null).ToOptions());
        Assert.Equal(CliException.Usage, problem.ExitCode);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"logLevels\": \"warning\" }", "there is no setting 'logLevels'")]
    [InlineData("{ \"dayWindow\": \"40\" }", "dayWindow is \"40\", and has to be a number")]
    [InlineData("{ \"clock\": true }", "clock is true, and has to be a text")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{", "Cannot use the configuration")]
    public void Wrong_files_say_what(string json, string message)
    {
        var problem = Assert.Throws<CliException>(() => ServeSource.FromFile(File("server.json", json)));
        Assert.Equal(CliException.Usage, problem.ExitCode);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Contains("server.json", problem.Message, StringComparison.Ordinal);
    }

    private string File(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    /// <summary>A value that is not the default.</summary>
    private static string Sample(ServeSetting setting) => setting.Name switch
    {
        "listen" => "http://127.0.0.1:7",
        "otlp" => "http://127.0.0.1:4317",
        _ when setting.IsNumber => "3",
        _ when setting.Value.Contains('|', StringComparison.Ordinal) => setting.Value.Split('|').First(word => !setting.Default.StartsWith(word, StringComparison.Ordinal)),
        _ => "some-" + setting.Name,
    };

    /// <summary>What a setting cannot be without: the settings of TLS go with each other.</summary>
    private static CompanionSettings Companions(ServeSetting setting) => new(!setting.Name.StartsWith("tls-", StringComparison.Ordinal) ? []
        : new[] { ("listen", "https://127.0.0.1:7"), ("tls-certificate", "server.pem"), ("tls-client-ca", "ca.pem") }
            .Where(one => one.Item1 != setting.Name)
            .Select(static one => (ServeSettings.All.Single(other => other.Name == one.Item1), one.Item2)));

    /// <summary>The members that a setting changes.</summary>
    private static IEnumerable<string> Members(ServeSetting setting)
    {
        var (before, after) = (new ServerOptions(), setting.Apply(new ServerOptions(), Sample(setting)));
        return Leaves(typeof(ServerOptions), "").Where(path => !Equals(Value(before, path), Value(after, path)));
    }

    private static IEnumerable<string> Leaves(Type type, string prefix) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(property =>
        property.PropertyType == typeof(TlsOptions) ? Leaves(typeof(TlsOptions), property.Name + ".") : [prefix + property.Name]);

    private static object? Value(object owner, string path) =>
        path.Split('.').Aggregate((object?)owner, static (value, name) => value!.GetType().GetProperty(name)!.GetValue(value));
}
