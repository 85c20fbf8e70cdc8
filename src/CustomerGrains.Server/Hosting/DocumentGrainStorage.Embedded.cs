using System.Globalization;
using CustomerGrains.Storage.Documents;
using Orleans.Storage;

namespace CustomerGrains.Server.Hosting;

/// <summary>Documents of grains in the table that Orleans' ADO.NET storage uses: what one host wrote, the other reads.</summary>
internal sealed class DocumentGrainStorage : IGrainStorage
{
    private readonly DocumentTable _table;

    internal DocumentGrainStorage(DocumentTable table) => _table = table;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var document = _table.Read(DocumentSerializer.ServiceId, stateName, KeyOf(grainId));
        grainState.State = document?.Payload is { } payload ? DocumentSerializer.Deserialize<T>(payload) : Activator.CreateInstance<T>();
        grainState.RecordExists = document?.Payload is not null;
        grainState.ETag = document?.Version.ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var version = _table.Write(DocumentSerializer.ServiceId, stateName, KeyOf(grainId), DocumentSerializer.Serialize(grainState.State), VersionOf(grainState.ETag));
        grainState.ETag = Changed(version, stateName, grainState.ETag);
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (VersionOf(grainState.ETag) is { } version)
            grainState.ETag = Changed(_table.Clear(DocumentSerializer.ServiceId, stateName, KeyOf(grainId), version), stateName, grainState.ETag);
        grainState.State = Activator.CreateInstance<T>();
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private static string KeyOf(GrainId grainId) => grainId.Key.ToString()!;

    private static int? VersionOf(string? etag) => etag is null ? null : int.Parse(etag, CultureInfo.InvariantCulture);

    private static string Changed(int? version, string stateName, string? etag) => version is { } changed
        ? changed.ToString(CultureInfo.InvariantCulture)
        : throw new InconsistentStateException($"The document {stateName} was changed by another activation since it was read.", "unknown", etag);
}
