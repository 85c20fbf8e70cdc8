using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CustomerGrains.Domain.Documents;
using CustomerGrains.Grains.Sources;
using CustomerGrains.Grains.Versions;
using CustomerGrains.Storage;
using CustomerGrains.Storage.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.Grains.Tests;

/// <summary>Documents of grains are the same rows on both hosts: what one wrote, the other reads. Each host is held here against the
/// same identity, version and bytes.</summary>
public sealed class DocumentTests
{
    private const string Service = "customergrains";
    private const string Name = "source-numbers";

    [Fact]
    public async Task What_a_grain_writes_has_the_identity_version_and_form_that_the_other_host_reads()
    {
        await using var server = await TestServer.StartAsync(strict: false);
        var registry = server.Grains.GetGrain<ISourceRegistryGrain>(ISourceRegistryGrain.Key);
        Assert.Null(Read(server));

        Assert.Equal(1, await registry.GetNumber("a"));
        Assert.Equal(("""{"Numbers":{"a":1}}""", 1), Read(server));
        Assert.Equal(2, await registry.GetNumber("b"));
        Assert.Equal(("""{"Numbers":{"a":1,"b":2}}""", 2), Read(server));
    }

    [Fact]
    public async Task What_the_other_host_wrote_is_read_and_continued()
    {
        await using var server = await TestServer.StartAsync(strict: false);
        var documents = Documents(server);
        Assert.Equal(1, documents.Write(Service, Name, ISourceRegistryGrain.Key, """{"Numbers":{"a":1,"b":2}}"""u8, null));
        Assert.Equal(2, documents.Write(Service, Name, ISourceRegistryGrain.Key, """{"Numbers":{"a":1,"b":2,"c":3}}"""u8, 1));

        var registry = server.Grains.GetGrain<ISourceRegistryGrain>(ISourceRegistryGrain.Key);
        Assert.Equal(3, await registry.GetNumber("c"));
        Assert.Equal(4, await registry.GetNumber("d"));
        Assert.Equal(("""{"Numbers":{"a":1,"b":2,"c":3,"d":4}}""", 3), Read(server));

        await server.RestartAsync(strict: false);
        Assert.Equal(4, await server.Grains.GetGrain<ISourceRegistryGrain>(ISourceRegistryGrain.Key).GetNumber("d"));
    }

    [Fact]
    public async Task A_write_over_another_process_s_fails_and_the_next_call_reads_that()
    {
        await using var server = await TestServer.StartAsync(strict: false);
        var registry = server.Grains.GetGrain<ISourceRegistryGrain>(ISourceRegistryGrain.Key);
        Assert.Equal(1, await registry.GetNumber("a"));
        Documents(server).Write(Service, Name, ISourceRegistryGrain.Key, """{"Numbers":{"a":1,"theirs":2}}"""u8, 1);

        server.ExpectErrors(Name);
        await Assert.ThrowsAnyAsync<Exception>(() => registry.GetNumber("ours"));
        Assert.Equal(3, await registry.GetNumber("ours"));
    }

    /// <summary>A text under its digest, and an index that names it.</summary>
    [Fact]
    public async Task Versions_are_an_index_and_texts_by_their_digests()
    {
        await using var server = await TestServer.StartAsync(strict: false);
        var grain = server.Grains.GetGrain<IVersionsGrain>("policy");
        var text = DocumentKinds.Policy.Check("""{ "description": "d" }""").Text!;
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

        await grain.Create(new CreateVersion("""{ "description": "d" }""", "r1", 1_000, "a", "why"));
        await grain.Activate(new ActivateVersion(1, null, "r2", 2_000, "b", "go", 3_000));

        Assert.Equal(
            $$"""{"Versions":[{"Number":1,"Digest":"{{digest}}","Title":"","Note":"d","CreateTime":1000,"Actor":"a","Reason":"why"}],"Activations":[{"Number":1,"Previous":0,"Time":2000,"Actor":"b","Reason":"go","Since":3000}],"Requests":[{"Key":"create r1","Number":1},{"Key":"activate r2","Number":1}]}""",
            Text(server, "version-index", "policy"));
        using var kept = JsonDocument.Parse(Text(server, "version-text", "policy/" + digest));
        Assert.Equal(text, kept.RootElement.GetProperty("Text").GetString());

        // As it was kept before activations said since when.
        var before = Text(server, "version-index", "policy").Replace(",\"Since\":3000", "", StringComparison.Ordinal);
        Documents(server).Write(Service, "version-index", "policy", Encoding.UTF8.GetBytes(before), Documents(server).Read(Service, "version-index", "policy")!.Value.Version);
        Assert.Equal((2_000L, 0L), (await grain.Get(null))!.Entry.Activations.Select(static a => (a.Time, a.Since)).Single());
    }

    private static string Text(TestServer server, string name, string key) => Encoding.UTF8.GetString(Documents(server).Read(Service, name, key)!.Value.Payload!);

    private static DocumentTable Documents(TestServer server) => server.Services.GetRequiredService<IStore>().Documents;

    private static (string Json, int Version)? Read(TestServer server) =>
        Documents(server).Read(Service, Name, ISourceRegistryGrain.Key) is { Payload: { } payload } document ? (Encoding.UTF8.GetString(payload), document.Version) : null;
}
