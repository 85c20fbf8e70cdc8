using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.Tests.Semantics;

/// <summary>State that grain storage keeps.</summary>
public sealed class StateTests
{
    private readonly TestGrainStorage _storage = new();

    [Fact]
    public async Task State_is_read_before_the_grain_starts_and_outlives_its_activation()
    {
        await using var host = await StartAsync();
        var grain = host.New<IDocumentGrain>();
        Assert.Equal(("", "", false, (string?)null), await grain.Read());
        await grain.Write("one");
        await grain.Write("two");
        Assert.Equal(("", "two", true, "2"), await grain.Read());
        await host.DeactivateAsync(grain);
        Assert.Equal(("two", "two", true, "2"), await grain.Read());
    }

    [Fact]
    public async Task Operations_of_one_state_run_one_after_another()
    {
        await using var host = await StartAsync();
        var grain = host.New<IDocumentGrain>();
        await grain.WriteTwiceAtOnce("one", "two");
        Assert.Equal("two", (await grain.Read()).Now);
        await host.DeactivateAsync(grain);
        Assert.Equal("two", (await grain.Read()).AtStart);
    }

    [Fact]
    public async Task A_cleared_state_is_gone()
    {
        await using var host = await StartAsync();
        var grain = host.New<IDocumentGrain>();
        await grain.Write("one");
        await grain.Clear();
        Assert.Equal(("", "", false, (string?)null), await grain.Read());
        await grain.Write("two");
        Assert.Equal("1", (await grain.Read()).Version);
    }

    [Fact]
    public async Task A_write_over_another_version_fails_and_ends_the_activation()
    {
        await using var host = await StartAsync();
        var grain = host.New<IDocumentGrain>();
        await grain.Write("mine");
        _storage.Overtake("document", grain.GetGrainId(), "theirs");
        var exception = await Assert.ThrowsAsync<InconsistentStateException>(() => grain.Write("mine again"));
        Assert.Equal(("2", "1"), (exception.StoredEtag, exception.CurrentEtag));
        Assert.Equal(("theirs", "theirs", true, "2"), await grain.Read());
    }

    [Fact]
    public async Task A_storage_that_fails_is_an_OrleansException_to_the_caller()
    {
        await using var host = await StartAsync();
        var grain = host.New<IDocumentGrain>();
        await grain.Write("one");
        _storage.Broken = true;
        var exception = await Assert.ThrowsAsync<OrleansException>(() => grain.Write("two"));
        Assert.IsType<IOException>(exception.InnerException);
        _storage.Broken = false;
        await grain.Reload();
        Assert.Equal("one", (await grain.Read()).Now);
    }

    private Task<GrainHostFixture> StartAsync() =>
        GrainHostFixture.StartAsync(services => services.AddKeyedSingleton<IGrainStorage>("tests", _storage));
}
