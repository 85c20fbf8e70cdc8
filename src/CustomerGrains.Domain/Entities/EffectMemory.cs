using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Entities;

/// <summary>For each entity that had effects on this one, the last version applied: an effect delivered again changes nothing
/// (core rule 15). Origins deliver in the order of their versions.</summary>
public sealed class EffectMemory
{
    private readonly List<(string Origin, long Version)> _applied = [];

    public bool IsApplied(string origin, long version)
    {
        foreach (var (known, last) in _applied)
            if (known == origin) return version <= last;
        return false;
    }

    public void Remember(string origin, long version)
    {
        var at = _applied.FindIndex(a => a.Origin == origin);
        if (at >= 0) _applied[at] = (origin, version);
        else _applied.Add((origin, version));
    }

    public void WriteTo(ByteWriter writer)
    {
        writer.Count(_applied.Count);
        foreach (var (origin, version) in _applied)
        {
            writer.Text(origin);
            writer.Varint((ulong)version);
        }
    }

    public static EffectMemory Read(ref ByteReader reader)
    {
        var memory = new EffectMemory();
        for (var left = reader.Count(); left > 0; left--) memory._applied.Add((reader.Text(), (long)reader.Varint()));
        return memory;
    }
}
