using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;
using CustomerGrains.Client;
using CustomerGrains.EndToEnd.Tests.Support;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Xunit.Abstractions;

namespace CustomerGrains.EndToEnd.Tests;

/// <summary>The client as somebody else gets it: packages, and the sample in their README.</summary>
public sealed class PackageTests(ITestOutputHelper output)
{
    private static readonly string Root = Metadata("RepositoryRoot");
    private static readonly bool IsEmbedded = Metadata("GrainHost") == "Embedded";

    [Fact]
    public async Task The_sample_in_the_packages_readme_runs_outside_of_the_repository()
    {
        using var scratch = new Scratch();
        var feed = scratch.PathOf("feed");
        string[] projects = IsEmbedded
            ? ["CustomerGrains.Client", "CustomerGrains.Protocol", "Embedded/Grpc.Embedded"]
            : ["CustomerGrains.Client", "CustomerGrains.Protocol"];
        foreach (var project in projects)
            await DotnetAsync(Root, "pack", $"{Root}src/{project}", "-c", Metadata("Configuration"), "--no-build", $"-p:GrainHost={Metadata("GrainHost")}", "-o", feed);

        var (version, readme) = Check(System.IO.Directory.GetFiles(feed, "CustomerGrains.Client.*.nupkg").Single());
        var address = Scratch.FreeAddress();
        using var server = await CliProcess.ServeAsync(scratch.PathOf("store"), address);
        await RegisterAsync(address);

        var app = System.IO.Directory.CreateDirectory(scratch.PathOf("app")).FullName;
        await File.WriteAllTextAsync(Path.Combine(app, "Program.cs"), Sample(readme, address));
        await File.WriteAllTextAsync(Path.Combine(app, "App.csproj"), Project(version));
        await File.WriteAllTextAsync(Path.Combine(app, "nuget.config"), Feeds(feed, scratch.PathOf("packages")));
        await DotnetAsync(app, "build", "-c", "Release");
        var said = await DotnetAsync(app, "exec", Path.Combine("bin", "Release", "net10.0", "App.dll"));

        output.WriteLine(said);
        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Equal(new BatchAck { Sequence = 1, Received = 1, Applied = 1 }, BatchAck.Parser.ParseJson(lines[0]));
        var subscriber = Subscriber.Parser.ParseJson(lines[1]);
        Assert.Equal("s-1", subscriber.SubscriberId);
        var usage = Assert.Single(Assert.Single(subscriber.Days).Services);
        Assert.Equal((Service.Voice, 1UL, 61UL), (usage.Service, usage.Count, usage.DurationSeconds));
    }

    /// <returns>Its version and README.</returns>
    private static (string Version, string Readme) Check(string package)
    {
        using var zip = ZipFile.OpenRead(package);
        var metadata = XDocument.Parse(Read(zip, "CustomerGrains.Client.nuspec")).Root!.Elements().Single();
        string Value(string name) => metadata.Elements().Single(e => e.Name.LocalName == name).Value;
        Assert.Equal("Apache-2.0", Value("license"));
        Assert.NotEmpty(Value("description"));
        var dependencies = metadata.Descendants().Where(static e => e.Name.LocalName == "dependency").Select(static e => e.Attribute("id")!.Value).ToList();
        Assert.Contains("CustomerGrains.Protocol", dependencies);
        Assert.Contains("Google.Protobuf", dependencies);
        Assert.Contains(IsEmbedded ? "CustomerGrains.Grpc.Embedded" : "Grpc.Net.Client", dependencies);
        Assert.Contains("T:CustomerGrains.Client.UsagePublisher", Read(zip, "lib/net10.0/CustomerGrains.Client.xml"), StringComparison.Ordinal);
        return (Value("version"), Read(zip, Value("readme")));
    }

    private static string Read(ZipArchive zip, string entry)
    {
        using var reader = new StreamReader(zip.GetEntry(entry)!.Open());
        return reader.ReadToEnd();
    }

    private static async Task RegisterAsync(string address)
    {
        using var client = new CustomerGrainsClient(new Uri(address));
        await client.Directory.RegisterSubscriberAsync(new RegisterSubscriberRequest
        {
            SubscriberId = "s-1",
            ActivationTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(-1)),
            Msisdns = { "8613800000001" },
        });
    }

    private static string Sample(string readme, string address)
    {
        const string fence = "```";
        var start = readme.IndexOf(fence + "csharp\n", StringComparison.Ordinal);
        var sample = readme[(readme.IndexOf('\n', start) + 1)..];
        sample = sample[..sample.IndexOf(fence, StringComparison.Ordinal)];
        Assert.InRange(sample.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, 5, 10);
        return sample.Replace("http://127.0.0.1:5080", address, StringComparison.Ordinal);
    }

    private static string Project(string version) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <UseAppHost>false</UseAppHost>
            <InvariantGlobalization>true</InvariantGlobalization>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="CustomerGrains.Client" Version="{version}" />
          </ItemGroup>
        </Project>
        """;

    /// <summary>Our packages come from the folder, everything else is where this build has it; nothing is fetched and nothing is left behind.</summary>
    private static string Feeds(string feed, string packages) => $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="{packages}" /></config>
          <packageSources><clear /><add key="feed" value="{feed}" /></packageSources>
          <fallbackPackageFolders><clear /><add key="built" value="{Metadata("Packages")}" /></fallbackPackageFolders>
        </configuration>
        """;

    /// <returns>Its standard output.</returns>
    private static async Task<string> DotnetAsync(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        // What test hosts and builds set for their own children is not for others; the application has a folder of its own for packages.
        foreach (var name in new[] { "MSBuildSDKsPath", "MSBUILD_EXE_PATH", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly" }) start.Environment.Remove(name);
        if (directory != Root) start.Environment.Remove("NUGET_PACKAGES");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{said}\n{await errors}");
        return said;
    }

    private static string Metadata(string key) =>
        typeof(PackageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
