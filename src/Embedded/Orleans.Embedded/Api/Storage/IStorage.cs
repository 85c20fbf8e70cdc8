namespace Orleans.Core;

/// <summary>A stored state of a grain. One operation at a time; they run in the order of their calls.</summary>
public interface IStorage
{
    /// <summary>The version of the stored record that the state was read from or written as; null when there is none.</summary>
    string? Etag { get; }

    /// <summary>Whether there is a stored record; <see cref="InvalidOperationException"/> before the first read.</summary>
    bool RecordExists { get; }

    /// <summary>Removes the record. <see cref="Orleans.Storage.InconsistentStateException"/> when it is not the one that was read.</summary>
    Task ClearStateAsync();

    /// <summary>Writes the record. <see cref="Orleans.Storage.InconsistentStateException"/> when it is not the one that was read.</summary>
    Task WriteStateAsync();

    /// <summary>Reads the record; what was not written is lost.</summary>
    Task ReadStateAsync();

    /// <inheritdoc cref="ClearStateAsync()"/>
    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    /// <inheritdoc cref="WriteStateAsync()"/>
    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    /// <inheritdoc cref="ReadStateAsync()"/>
    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
}
