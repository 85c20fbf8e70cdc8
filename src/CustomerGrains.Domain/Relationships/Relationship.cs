using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain.Relationships;

/// <summary>What business facts have made of a subscriber. It keeps facts themselves, each with its source and time: per kind the latest
/// few (<see cref="FactRules"/>), as bytes, because a million subscribers hold these; what they come to at a time is read by
/// <see cref="At"/>. Any order of the same facts gives the same. Facts that lie ahead are kept like the others and take effect when
/// their time is read.</summary>
public sealed partial class Relationship
{
    /// <summary>Per fact: byte kind, bytes fact; by kind, then in the order of <see cref="KeptFact"/>.</summary>
    private byte[] _facts = [];
    private MonthSums _sums = MonthSums.Empty;
    private IdMemory _ids = IdMemory.Empty;

    internal Relationship()
    {
    }

    /// <summary>Sums by month, by kind and month; the last 14 months of each kind.</summary>
    public ReadOnlySpan<MonthSum> Sums => _sums.All;

    /// <summary>Which facts were taken in the last 48 h of business time; intake memory, not an aggregate.</summary>
    internal ref readonly IdMemory Ids => ref _ids;

    /// <summary>Everything that is kept, in place: per fact byte kind, bytes fact; by kind, in it by time (bills and costs by month).</summary>
    internal ReadOnlySpan<byte> FactBytes => _facts;

    /// <summary>Bytes that the kept facts take.</summary>
    internal int Size => _facts.Length;

    /// <summary>Everything that is kept, read for a time.</summary>
    /// <param name="now">Seconds since 1970-01-01 UTC; at least the time of the last fact recorded, for an answer that misses nothing.</param>
    public RelationshipView At(long now) => new(Facts(), Sums, now);

    /// <summary>Everything that is kept: by kind, in it by time.</summary>
    public List<BusinessFact> Facts()
    {
        var facts = new List<BusinessFact>();
        var reader = new ByteReader(_facts);
        while (!reader.AtEnd) facts.Add(BusinessFact.Read((FactKind)reader.Byte(), reader.Bytes()));
        return facts;
    }

    /// <summary>What of one kind is kept, by time.</summary>
    public IEnumerable<T> Of<T>(FactKind kind) where T : BusinessFact
    {
        var (start, end) = RangeOf(kind);
        return ReadAll(_facts.AsSpan(start, end - start)).Select(k => (T)k.Fact);
    }

    /// <summary>The status at a time, as known now.</summary>
    /// <param name="time">Seconds since 1970-01-01 UTC.</param>
    public SubscriberStatus StatusAt(long time) => Of<StatusChanged>(FactKind.StatusChanged).LastOrDefault(f => f.Time <= time)?.Status ?? SubscriberStatus.Active;

    /// <summary>The plan in force at a time; null when no fact says, and the one registered is.</summary>
    public string? PlanAt(long time) => Of<PlanChanged>(FactKind.PlanChanged).LastOrDefault(f => f.Time <= time)?.Plan;

    /// <summary>The brand in force at a time; null when no fact says, and the one registered is.</summary>
    public string? BrandAt(long time) => Of<BrandChanged>(FactKind.BrandChanged).LastOrDefault(f => f.Time <= time)?.Brand;

    /// <summary>Takes a fact in.</summary>
    /// <param name="bytes">The fact's canonical bytes.</param>
    /// <param name="ordinal">Among equal facts without an id of its batch.</param>
    /// <param name="now">Business time, seconds since 1970-01-01 UTC.</param>
    /// <param name="version">Of the subscriber, with the fact.</param>
    internal void Add(BusinessFact fact, byte[] bytes, int ordinal, Calendar calendar, long now, long version)
    {
        Keep(new KeptFact(fact, bytes), version);
        _sums.Add(fact, calendar);
        // By the time it was taken, not its own: facts come late, as bills do, or early, and are sent again soon after.
        _ids.Add(fact.IdHash(ordinal), fact.ContentHash(), now);
    }

    internal void WriteTo(ByteWriter writer)
    {
        writer.Bytes(_facts);
        _sums.WriteTo(writer);
    }

    internal void WriteIds(ByteWriter writer) => _ids.WriteTo(writer);

    internal static Relationship Read(ref ByteReader reader)
    {
        var relationship = new Relationship { _facts = reader.Bytes().ToArray(), _sums = MonthSums.Read(ref reader) };
        relationship.Validate();
        return relationship;
    }

    internal void ReadIds(ref ByteReader reader) => _ids = IdMemory.Read(ref reader);

    private void Keep(in KeptFact fact, long version)
    {
        var rule = FactRules.Of(fact.Fact.Kind);
        var (start, end) = RangeOf(rule.Kind);
        var kept = ReadAll(_facts.AsSpan(start, end - start));
        var at = kept.BinarySearch(fact);
        if (at >= 0) return; // kept already
        kept.Insert(~at, fact);
        if (rule.PerKey > 0) Trim(kept, fact.Fact.Key, rule.PerKey);
        BusinessFact? gone = null;
        if (kept.Count > rule.Kept)
        {
            gone = kept[0].Fact;
            kept.RemoveAt(0);
        }
        var writer = new ByteWriter(_facts.Length + fact.Bytes.Length + 4);
        writer.Raw(_facts.AsSpan(0, start));
        foreach (var one in kept)
        {
            writer.Byte((byte)rule.Kind);
            writer.Bytes(one.Bytes);
        }
        writer.Raw(_facts.AsSpan(end));
        _facts = writer.ToArray();
        Changes++;
        KeepTargets(fact.Fact, gone, version);
    }

    /// <summary>Lets the earliest with the key go.</summary>
    private static void Trim(List<KeptFact> kept, string key, int most)
    {
        var left = kept.Count(k => k.Fact.Key == key) - most;
        if (left > 0) kept.RemoveAt(kept.FindIndex(k => k.Fact.Key == key));
    }

    private (int Start, int End) RangeOf(FactKind kind)
    {
        var reader = new ByteReader(_facts);
        var start = 0;
        while (!reader.AtEnd)
        {
            var at = reader.Position;
            var other = (FactKind)reader.Byte();
            if (other > kind) return (start, at);
            reader.Bytes();
            if (other < kind) start = reader.Position;
        }
        return (start, _facts.Length);
    }

    private static List<KeptFact> ReadAll(ReadOnlySpan<byte> bytes)
    {
        var facts = new List<KeptFact>();
        var reader = new ByteReader(bytes);
        while (!reader.AtEnd)
        {
            var kind = (FactKind)reader.Byte();
            var fact = reader.Bytes().ToArray();
            facts.Add(new KeptFact(BusinessFact.Read(kind, fact), fact));
        }
        return facts;
    }

    /// <exception cref="CorruptDataException">Not what <see cref="Keep"/> leaves.</exception>
    private void Validate()
    {
        var facts = ReadAll(_facts);
        for (var i = 1; i < facts.Count; i++)
        {
            var (before, one) = (facts[i - 1], facts[i]);
            if (before.Fact.Kind > one.Fact.Kind || (before.Fact.Kind == one.Fact.Kind && before.CompareTo(one) >= 0)) throw new CorruptDataException("Business facts are out of order.");
        }
        HasTargets = facts.Exists(static f => NamesTarget(f.Fact));
    }
}
