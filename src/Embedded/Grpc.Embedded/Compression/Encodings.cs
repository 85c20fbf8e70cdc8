using System.Buffers;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Embedded;

/// <summary>The ways of compression that one side knows, by name.</summary>
internal sealed class Encodings
{
    /// <summary>The name of no compression.</summary>
    public const string Identity = "identity";

    private readonly Dictionary<string, ICompressionProvider> _byName = new(StringComparer.Ordinal);

    /// <summary>The ways of <paramref name="providers"/>; of two with one name the first counts.</summary>
    public Encodings(IEnumerable<ICompressionProvider> providers)
    {
        foreach (var provider in providers) _byName.TryAdd(provider.EncodingName, provider);
        Accepted = string.Join(',', _byName.Keys.Prepend(Identity));
    }

    /// <summary>What both sides know unless told otherwise.</summary>
    public static ICompressionProvider[] DefaultProviders =>
        [new GzipCompressionProvider(CompressionLevel.Fastest), new DeflateCompressionProvider(CompressionLevel.Fastest)];

    /// <summary>The value of <c>grpc-accept-encoding</c>.</summary>
    public string Accepted { get; }

    /// <summary>Whether <paramref name="encoding"/> is known and not identity.</summary>
    public bool Knows(string encoding) => _byName.ContainsKey(encoding);

    /// <summary>The provider of that name; null for none, identity or an unknown one.</summary>
    public ICompressionProvider? Find(string? encoding) => encoding is not null && _byName.TryGetValue(encoding, out var found) ? found : null;

    /// <summary>Whether a <c>grpc-accept-encoding</c> value names <paramref name="encoding"/>.</summary>
    public static bool Accepts(ReadOnlySpan<char> accepted, ReadOnlySpan<char> encoding)
    {
        foreach (var part in accepted.Split(','))
            if (accepted[part].Trim().SequenceEqual(encoding)) return true;
        return false;
    }

    /// <summary>Decompresses one message; it is not unpacked beyond the size limit, whatever it claims to be.</summary>
    /// <exception cref="RpcException">INTERNAL when it is damaged, RESOURCE_EXHAUSTED when it is too large.</exception>
    public static ReadOnlySequence<byte> Decompress(ICompressionProvider provider, in ReadOnlySequence<byte> message, int? maxSize)
    {
        // What some senders make of an empty message, having nothing to compress.
        if (message.IsEmpty) return message;
        var output = new ArrayBufferWriter<byte>();
        try
        {
            using var unpacked = provider.CreateDecompressionStream(new SequenceStream(message));
            while (true)
            {
                var read = unpacked.Read(output.GetSpan(4096));
                if (read == 0) break;
                output.Advance(read);
                if (output.WrittenCount > maxSize) throw new RpcException(ProtocolErrors.ReceivedTooLarge);
            }
            if (!CompressedEnd.Fits(provider, message, output.WrittenSpan))
                throw new InvalidDataException("The compressed message is incomplete.");
            return new ReadOnlySequence<byte>(output.WrittenMemory);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new RpcException(ProtocolErrors.DamagedCompression(provider.EncodingName, e));
        }
    }

    /// <summary>Compresses one message into <paramref name="target"/>.</summary>
    public static void Compress(ICompressionProvider provider, CompressionLevel? level, ReadOnlySpan<byte> message, MemoryStream target)
    {
        // The stream writes its last bytes, checksum among them, when it is disposed of.
        using var packing = provider.CreateCompressionStream(target, level);
        packing.Write(message);
    }
}
