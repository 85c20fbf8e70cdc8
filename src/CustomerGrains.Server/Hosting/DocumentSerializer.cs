using System.Text.Json;

namespace CustomerGrains.Server.Hosting;

/// <summary>Documents of grains are JSON, on both hosts.</summary>
internal static class DocumentSerializer
{
    /// <summary>Part of every document's identity: never changes.</summary>
    internal const string ServiceId = "customergrains";

    internal static byte[] Serialize<T>(T document) => JsonSerializer.SerializeToUtf8Bytes(document);

    internal static T Deserialize<T>(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<T>(json) ?? throw new JsonException("The document is null.");
}
