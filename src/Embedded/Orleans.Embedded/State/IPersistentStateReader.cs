namespace Orleans.Embedded;

/// <summary>A state that is read before its grain starts.</summary>
internal interface IPersistentStateReader
{
    /// <summary>Reads it.</summary>
    Task ReadFirstAsync(CancellationToken cancellationToken);
}
