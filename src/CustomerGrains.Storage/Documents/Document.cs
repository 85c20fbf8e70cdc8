namespace CustomerGrains.Storage.Documents;

/// <summary>A document as it is stored.</summary>
/// <param name="Payload">Its bytes; null when it was cleared.</param>
/// <param name="Version">From 1; what the next write must name.</param>
public readonly record struct Document(byte[]? Payload, int Version);
