using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Facts;

/// <summary>One entry, read in place: one turn of one entity. Format v1, pinned by tests:
/// <code>
/// byte    format version (1)
/// uint32  length of the whole entry
/// byte    flags: 1 erased, 2 has effects
/// varint  version of the entity, dense from 1
/// varint  business now, milliseconds since 1970-01-01 UTC
/// varint  policy version
/// bytes   entity key, UTF-8
/// byte    cause kind, bytes cause body
/// varint  number of facts, each: byte kind, byte outcome, bytes body
/// varint  number of effects, each: bytes target key, byte fact kind, bytes body
/// </code>
/// (<c>bytes</c> = varint length and that many bytes.)</summary>
public readonly ref struct EntryView
{
    public const byte FormatVersion = 1;
    public const byte ErasedFlag = 1;
    public const byte EffectsFlag = 2;

    /// <summary>Bytes in front of the version: format, length, flags.</summary>
    internal const int PrefixLength = 6;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _factsAt;

    private EntryView(ReadOnlySpan<byte> bytes, byte flags, long version, long now, uint policy, ReadOnlySpan<byte> key, CauseKind causeKind, ReadOnlySpan<byte> cause, int factsAt)
    {
        _bytes = bytes;
        _factsAt = factsAt;
        Flags = flags;
        Version = version;
        Now = now;
        Policy = policy;
        Key = key;
        CauseKind = causeKind;
        Cause = cause;
    }

    public byte Flags { get; }

    public long Version { get; }

    /// <summary>Business time in milliseconds since 1970-01-01 UTC.</summary>
    public long Now { get; }

    public uint Policy { get; }

    /// <summary>The entity's key, UTF-8.</summary>
    public ReadOnlySpan<byte> Key { get; }

    public CauseKind CauseKind { get; }

    public ReadOnlySpan<byte> Cause { get; }

    public bool HasEffects => (Flags & EffectsFlag) != 0;

    /// <summary>The whole entry's bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    public FactEnumerator Facts => new(_bytes[_factsAt..]);

    /// <summary>Reads the entry that <paramref name="bytes"/> begin with; more may follow it.</summary>
    /// <exception cref="CorruptDataException">Damaged, or of a newer format.</exception>
    public static EntryView Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        if (reader.Byte() is var format and not FormatVersion) throw new CorruptDataException($"An entry has format {format}; this version reads {FormatVersion}.");
        var length = reader.UInt32();
        if (length > bytes.Length || length < PrefixLength) throw new CorruptDataException($"An entry announces {length} bytes; {bytes.Length} are there.");
        bytes = bytes[..(int)length];
        reader = new ByteReader(bytes);
        reader.Take(PrefixLength - 1);
        var flags = reader.Byte();
        var version = (long)reader.Varint();
        var now = (long)reader.Varint();
        var policy = (uint)reader.Varint();
        var key = reader.Bytes();
        var causeKind = (CauseKind)reader.Byte();
        var cause = reader.Bytes();
        return new EntryView(bytes, flags, version, now, policy, key, causeKind, cause, reader.Position);
    }

    /// <summary>The effects, behind the facts.</summary>
    public EffectEnumerator Effects()
    {
        var facts = Facts;
        while (facts.MoveNext())
        {
        }
        return new EffectEnumerator(_bytes[(_factsAt + facts.Position)..]);
    }

    /// <summary>Reads to the end once: what folds call before they change anything.</summary>
    /// <param name="after">Version of the state.</param>
    /// <exception cref="CorruptDataException">Damaged, or not the next entry.</exception>
    internal void Validate(long after)
    {
        EnsureFollows(after);
        var facts = Facts;
        while (facts.MoveNext())
        {
        }
        ValidateBehind(facts);
    }

    internal void EnsureFollows(long version)
    {
        if (Version != version + 1) throw new CorruptDataException($"Entry {Version} cannot follow version {version}.");
    }

    /// <summary><see cref="Validate"/> for whoever has read the facts.</summary>
    internal void ValidateBehind(in FactEnumerator facts)
    {
        var rest = _bytes[(_factsAt + facts.Position)..];
        if (rest.Length == 1 && rest[0] == 0 && !HasEffects) return;
        var effects = new EffectEnumerator(rest);
        if (HasEffects != effects.Count > 0) throw new CorruptDataException("An entry's flags do not say whether it has effects.");
        while (effects.MoveNext())
        {
        }
        if (effects.Position != rest.Length) throw new CorruptDataException("Bytes follow an entry's last effect.");
    }

    /// <summary>The fact of an entry that has one.</summary>
    /// <exception cref="CorruptDataException">It has none or several.</exception>
    internal Fact SingleFact()
    {
        var facts = Facts;
        if (facts.Count != 1) throw new CorruptDataException($"An entry of this entity has one fact, not {facts.Count}.");
        facts.MoveNext();
        return facts.Current;
    }

    /// <summary>One fact of an entry.</summary>
    public readonly ref struct Fact
    {
        internal Fact(FactKind kind, Outcome outcome, ReadOnlySpan<byte> body)
        {
            Kind = kind;
            Outcome = outcome;
            Body = body;
        }

        public FactKind Kind { get; }

        public Outcome Outcome { get; }

        public ReadOnlySpan<byte> Body { get; }
    }

    public ref struct FactEnumerator
    {
        private ByteReader _reader;
        private int _left;

        internal FactEnumerator(ReadOnlySpan<byte> bytes)
        {
            _reader = new ByteReader(bytes);
            Count = _left = _reader.Count();
        }

        public int Count { get; }

        public Fact Current { get; private set; }

        internal readonly int Position => _reader.Position;

        public readonly FactEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_left == 0) return false;
            _left--;
            Current = new Fact((FactKind)_reader.Byte(), (Outcome)_reader.Byte(), _reader.Bytes());
            return true;
        }
    }

    /// <summary>A fact that this turn wants another entity to take.</summary>
    public readonly ref struct Effect
    {
        internal Effect(ReadOnlySpan<byte> target, FactKind kind, ReadOnlySpan<byte> body)
        {
            Target = target;
            Kind = kind;
            Body = body;
        }

        /// <summary>Key of the target entity, UTF-8.</summary>
        public ReadOnlySpan<byte> Target { get; }

        public FactKind Kind { get; }

        public ReadOnlySpan<byte> Body { get; }
    }

    public ref struct EffectEnumerator
    {
        private ByteReader _reader;
        private int _left;

        internal EffectEnumerator(ReadOnlySpan<byte> bytes)
        {
            _reader = new ByteReader(bytes);
            Count = _left = _reader.Count();
        }

        public int Count { get; }

        internal readonly int Position => _reader.Position;

        public Effect Current { get; private set; }

        public readonly EffectEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_left == 0) return false;
            _left--;
            Current = new Effect(_reader.Bytes(), (FactKind)_reader.Byte(), _reader.Bytes());
            return true;
        }
    }
}
