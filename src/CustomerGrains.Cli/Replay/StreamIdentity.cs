using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CustomerGrains.Cli.Mapping;

namespace CustomerGrains.Cli.Replay;

/// <summary>
/// A file's stream id: a digest of everything that decides which records stand in which batch. The same file replayed again, by
/// anybody, is the same stream and is counted once; with another mapping or batching it is another stream.
/// </summary>
internal static class StreamIdentity
{
    /// <summary>Hexadecimal digits of the digest in the id: 128 bits.</summary>
    private const int Digits = 32;

    /// <summary>The id: "file-" and the digest; the parts' ids are made of it by <see cref="OfPart"/>.</summary>
    /// <param name="content">The file's.</param>
    /// <param name="mapping">What makes records of it; null for events, which are records already.</param>
    public static async Task<string> OfAsync(Stream content, MappingFile? mapping, ReplayOptions options, CancellationToken cancellationToken)
    {
        var contentDigest = await SHA256.HashDataAsync(content, cancellationToken);
        var how = string.Create(CultureInfo.InvariantCulture, $"v1\n{options.Batch}\n{options.Order}\n{options.Limit}\n{mapping?.CanonicalRecordText() ?? "cloudevents"}\n");
        var digest = SHA256.HashData([.. Encoding.UTF8.GetBytes(how), .. contentDigest]);
        return $"file-{Convert.ToHexStringLower(digest)[..Digits]}";
    }

    /// <summary>The id of part <paramref name="part"/> (from 0) of <paramref name="parts"/>; of the only one, the id itself.</summary>
    public static string OfPart(string id, int part, int parts) => parts == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}-{part + 1}of{parts}");
}
