using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Entities;

/// <summary>The last few requests an entity has carried out, so that one sent again is answered as the first time.</summary>
public sealed class RequestMemory
{
    /// <summary>A caller that retries does so at once; eight others may come between.</summary>
    public const int Capacity = 8;

    private readonly List<(ulong Hash, long Version)> _requests = [];

    /// <summary>The version that carried the request out; 0 when it is not remembered.</summary>
    public long Find(ulong requestHash)
    {
        if (requestHash == 0) return 0;
        foreach (var (hash, version) in _requests)
            if (hash == requestHash) return version;
        return 0;
    }

    public void Remember(ulong requestHash, long version)
    {
        if (requestHash == 0) return;
        if (_requests.Count == Capacity) _requests.RemoveAt(0);
        _requests.Add((requestHash, version));
    }

    public void WriteTo(ByteWriter writer)
    {
        writer.Count(_requests.Count);
        foreach (var (hash, version) in _requests)
        {
            writer.UInt64(hash);
            writer.Varint((ulong)version);
        }
    }

    public static RequestMemory Read(ref ByteReader reader)
    {
        var memory = new RequestMemory();
        for (var left = reader.Count(); left > 0; left--) memory._requests.Add((reader.UInt64(), (long)reader.Varint()));
        return memory;
    }
}
