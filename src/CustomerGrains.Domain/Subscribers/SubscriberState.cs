using System.Runtime.CompilerServices;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Relationships;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>One subscriber. Three sections (core rule 24): <em>aggregates</em>, which do not depend on the order of the facts;
/// <em>edges</em>, what is remembered about derivations, reproducible from the entries only; <em>intake memory</em>, which makes
/// records count once.</summary>
public sealed partial class SubscriberState : IEntityState
{
    private readonly string _id;
    private readonly FoldParameters _parameters;
    private NumberAssignment[] _assignments = [];
    private UsageTotals _hours = UsageTotals.Empty;
    private UsageTotals _days = UsageTotals.Empty;
    private UsageTotals _months = UsageTotals.Empty;
    private ContactSketches _contacts = ContactSketches.Empty;
    private SessionMemory _sessions = SessionMemory.Empty;
    private IdMemory _ids = IdMemory.Empty;
    private IntakeMemory _intake = IntakeMemory.Empty;
    private StrongBox<Edges>? _edges;
    private EffectMemory? _effects;
    private RequestMemory? _requests;

    internal SubscriberState(string id, FoldParameters parameters)
    {
        _id = id;
        _parameters = parameters;
    }

    public long Version { get; private set; }

    public long Now { get; private set; }

    public bool HasOpenEffects => false;

    public string Id => _id;

    /// <summary>Null until registered.</summary>
    public SubscriberProfile? Profile { get; private set; }

    /// <summary>What business facts have made of it; null before the first.</summary>
    public Relationship? Relationship { get; private set; }

    /// <summary>Whether the subscriber was reviewed: only then is there something in <see cref="Edges"/>.</summary>
    public bool IsReviewed => _edges is not null;

    /// <summary>The classes that the last review found, and since when.</summary>
    public Edges Edges => _edges?.Value ?? default;

    /// <summary>Usage by hour since 1970-01-01 UTC; <see cref="UsageMeasure.All"/> only.</summary>
    public ReadOnlySpan<UsageTotal> Hours => _hours.All;

    /// <summary>Usage by local day: <see cref="UsageMeasure.All"/>, and <see cref="UsageMeasure.Charge"/> of all services together.</summary>
    public ReadOnlySpan<UsageTotal> Days => _days.All;

    /// <summary>Usage by bill month, all measures.</summary>
    public ReadOnlySpan<UsageTotal> Months => _months.All;

    /// <summary>Distinct contacts by month.</summary>
    public ReadOnlySpan<ContactSketch> Contacts => _contacts.All;

    /// <summary>Start of the latest usage, seconds since 1970-01-01 UTC; 0 = none.</summary>
    public long LastUsage { get; private set; }

    /// <inheritdoc cref="LastUsage"/>
    public long LastOutgoing { get; private set; }

    /// <summary>When this subscriber holds which numbers, as known now.</summary>
    public IEnumerable<NumberAssignment> Numbers => NumberTimeline.Of(_assignments).Where(a => a.Holder == _id);

    /// <summary>The status at a time (seconds since 1970-01-01 UTC), as known now; of one that is registered.</summary>
    public SubscriberStatus StatusAt(long time) => Relationship?.StatusAt(time) ?? SubscriberStatus.Active;

    /// <summary>The plan in force at a time (seconds since 1970-01-01 UTC), as known now: what a fact says, else what was registered.</summary>
    public string PlanAt(long time) => Relationship?.PlanAt(time) ?? Profile?.Plan ?? "";

    /// <summary>The brand, likewise.</summary>
    public string BrandAt(long time) => Relationship?.BrandAt(time) ?? Profile?.Brand ?? "";

    internal FoldParameters Parameters => _parameters;

    internal ref readonly IntakeMemory Intake => ref _intake;

    internal ref readonly IdMemory Ids => ref _ids;

    /// <summary>Whether the number was this subscriber's at <paramref name="time"/> (seconds since 1970-01-01 UTC), as known at the
    /// stamp <paramref name="asOf"/>.</summary>
    public bool Holds(PackedNumber number, long time, long asOf)
    {
        var assignments = _assignments;
        for (var i = assignments.Length - 1; i >= 0; i--)
        {
            var a = assignments[i];
            if (a.Number == number && a.RecordedAt <= asOf && a.Covers(time)) return (object)a.Holder == _id;
        }
        return false;
    }

    /// <summary>The version that carried out a request; 0 when it is not remembered.</summary>
    public long FindRequest(ulong requestHash) => _requests?.Find(requestHash) ?? 0;

    public bool IsEffectApplied(string origin, long version) => _effects?.IsApplied(origin, version) ?? false;

    public int Touch()
    {
        var assignments = _assignments;
        return (assignments.Length > 0 ? (int)assignments[^1].From : 0) + _hours.Touch() + _days.Touch() + _months.Touch() + _contacts.Touch() + _sessions.Touch() + _ids.Touch() + _intake.Touch();
    }

    private const byte FormatVersion = 3;

    /// <summary>With <see cref="Relationship.ForgottenTargets"/>, as very few ever are.</summary>
    private const byte FormatWithForgotten = 4;

    /// <summary>Without business facts.</summary>
    private const byte FormatWithoutFacts = 2;

    public void WriteTo(ByteWriter writer)
    {
        var hasForgotten = Relationship is { ForgottenTargets.Count: > 0 };
        writer.Byte(hasForgotten ? FormatWithForgotten : FormatVersion);
        writer.Varint((ulong)Version);
        writer.Varint((ulong)Now);
        WriteUsage(writer);
        writer.Bool(_edges is not null);
        _edges?.Value.WriteTo(writer);
        writer.Count(_assignments.Length);
        foreach (var assignment in _assignments) NumberAssignment.Write(writer, assignment);
        (_effects ?? new EffectMemory()).WriteTo(writer);
        (_requests ?? new RequestMemory()).WriteTo(writer);
        _ids.WriteTo(writer);
        _sessions.WriteTo(writer);
        _intake.WriteTo(writer);
        Relationship?.WriteIds(writer);
        if (hasForgotten) Relationship!.WriteForgotten(writer);
    }

    public void WriteAggregates(ByteWriter writer)
    {
        WriteUsage(writer);
        NumberTimeline.Write(writer, [.. Numbers]);
    }

    private void WriteUsage(ByteWriter writer)
    {
        writer.Byte(Profile is null ? (byte)0 : (byte)1);
        Profile?.WriteTo(writer);
        writer.Varint((ulong)LastUsage);
        writer.Varint((ulong)LastOutgoing);
        _hours.WriteTo(writer);
        _days.WriteTo(writer);
        _months.WriteTo(writer);
        _contacts.WriteTo(writer);
        writer.Bool(Relationship is not null);
        Relationship?.WriteTo(writer);
    }

    internal static SubscriberState Read(string id, ref ByteReader reader, FoldParameters parameters)
    {
        var format = reader.Byte();
        if (format is < FormatWithoutFacts or > FormatWithForgotten) throw new CorruptDataException($"A subscriber's state has format {format}; this version reads {FormatWithoutFacts} to {FormatWithForgotten}.");
        var state = new SubscriberState(id, parameters) { Version = (long)reader.Varint(), Now = (long)reader.Varint() };
        if (reader.Byte() != 0) state.Profile = SubscriberProfile.Read(ref reader);
        state.LastUsage = (long)reader.Varint();
        state.LastOutgoing = (long)reader.Varint();
        state._hours = UsageTotals.Read(ref reader);
        state._days = UsageTotals.Read(ref reader);
        state._months = UsageTotals.Read(ref reader);
        state._contacts = ContactSketches.Read(ref reader);
        if (format != FormatWithoutFacts && reader.Bool()) state.Relationship = Relationship.Read(ref reader);
        if (reader.Bool()) state._edges = new StrongBox<Edges>(Edges.Read(ref reader));
        for (var left = reader.Count(); left > 0; left--) state.AddAssignment(NumberAssignment.Read(ref reader));
        state._effects = EffectMemory.Read(ref reader);
        state._requests = RequestMemory.Read(ref reader);
        state._ids = IdMemory.Read(ref reader);
        state._sessions = SessionMemory.Read(ref reader);
        state._intake = IntakeMemory.Read(ref reader);
        state.Relationship?.ReadIds(ref reader);
        if (format == FormatWithForgotten) (state.Relationship ?? throw new CorruptDataException("Roll-ups are forgotten that no fact named.")).ReadForgotten(ref reader, state.Version);
        return state;
    }

    /// <summary>The subscriber's own id is kept once, so that holding is a comparison of references.</summary>
    private void AddAssignment(NumberAssignment assignment) =>
        _assignments = [.. _assignments, assignment.Holder == _id ? assignment with { Holder = _id } : assignment];
}
