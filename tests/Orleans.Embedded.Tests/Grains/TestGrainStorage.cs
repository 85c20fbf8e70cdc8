using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.Tests.Grains;

/// <summary>A grain storage for tests: compares versions as a real one does, and suspends in each operation.</summary>
public sealed class TestGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string, GrainId), (string Text, int Version)> _records = new();

    /// <summary>Whether the next operation fails.</summary>
    public bool Broken { get; set; }

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await BeginAsync();
        var found = _records.TryGetValue((stateName, grainId), out var record);
        grainState.State = (T)(object)new Document { Text = found ? record.Text : "" };
        grainState.ETag = found ? record.Version.ToString(CultureInfo.InvariantCulture) : null;
        grainState.RecordExists = found;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await BeginAsync();
        var version = Check(stateName, grainId, grainState.ETag) + 1;
        _records[(stateName, grainId)] = (((Document)(object)grainState.State!).Text, version);
        grainState.ETag = version.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await BeginAsync();
        Check(stateName, grainId, grainState.ETag);
        _records.TryRemove((stateName, grainId), out _);
        grainState.State = (T)(object)new Document();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    /// <summary>Writes behind the grain's back.</summary>
    public void Overtake(string stateName, GrainId grainId, string text) =>
        _records.AddOrUpdate((stateName, grainId), _ => (text, 1), (_, old) => (text, old.Version + 1));

    private async Task BeginAsync()
    {
        await Task.Yield();
        if (Broken)
            throw new IOException("disk");
    }

    private int Check(string stateName, GrainId grainId, string? version)
    {
        var stored = _records.TryGetValue((stateName, grainId), out var record) ? record.Version : 0;
        var known = version is null ? 0 : int.Parse(version, CultureInfo.InvariantCulture);
        return stored == known
            ? stored
            : throw new InconsistentStateException("overtaken", stored.ToString(CultureInfo.InvariantCulture), version);
    }
}
