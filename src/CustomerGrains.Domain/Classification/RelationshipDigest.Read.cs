using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain.Classification;

/// <summary>One pass over the kept facts as they lie in memory: nothing is allocated but a brand's name. The layouts are those of the facts'
/// <c>WriteBody</c>, which tests pin.</summary>
internal partial struct RelationshipDigest
{
    private const int Keyed = 64;

    /// <param name="time">Seconds since 1970-01-01 UTC.</param>
    /// <param name="next">Is told what changes by itself.</param>
    internal static RelationshipDigest Of(Relationship? relationship, Policy policy, Calendar calendar, long time, ref NextChange next)
    {
        var digest = new RelationshipDigest
        {
            _relationship = relationship,
            _calendar = calendar,
            _policy = policy,
            _time = time,
            Month = Calendar.MonthOf(next.Today),
            Bills = default,
            Costs = default,
            CallCentreContacts = default,
        };
        if (relationship is null) return digest;
        Span<Place> groups = stackalloc Place[Keyed], measures = stackalloc Place[Keyed], cases = stackalloc Place[Keyed];
        var (groupCount, measureCount, caseCount) = (0, 0, 0);
        var reader = new ByteReader(relationship.FactBytes);
        while (!reader.AtEnd)
        {
            var kind = (FactKind)reader.Byte();
            var fact = new ByteReader(reader.Bytes());
            fact.Byte(); // format
            var at = (long)fact.Varint();
            if (at > time && FactRules.Of(kind).MayBeAhead)
            {
                next.At(at);
                continue;
            }
            var body = new ByteReader(fact.Bytes());
            switch (kind)
            {
                case FactKind.MembershipChanged: digest.Keep(groups, ref groupCount, at, ref body, idBehind: 1); break;
                case FactKind.MeasureJoined: digest.Keep(measures, ref measureCount, at, ref body, idBehind: 0); break;
                case FactKind.MeasureLeft: digest.Leave(measures, measureCount, at, body.Bytes()); break;
                case FactKind.CaseChanged: digest.Keep(cases, ref caseCount, at, ref body, idBehind: 2); break;
                default: digest.Read(kind, at, ref body, ref next); break;
            }
        }
        digest.EndArrears(time);
        digest.ReadGroups(groups[..groupCount]);
        digest.ReadMeasures(measures[..measureCount], ref next);
        digest.ReadCases(cases[..caseCount], ref next);
        foreach (ref readonly var sum in relationship.Sums) digest.Add(sum);
        return digest;
    }

    private void Read(FactKind kind, long at, ref ByteReader body, ref NextChange next)
    {
        switch (kind)
        {
            case FactKind.StatusChanged:
                if ((SubscriberStatus)body.Byte() != SubscriberStatus.Terminated) TerminatedTime = null;
                else TerminatedTime ??= at;
                Month = Math.Min(Calendar.MonthOf(next.Today), TerminatedTime is { } end ? Calendar.MonthOf(_calendar.DayOf(end)) : int.MaxValue);
                break;
            case FactKind.PlanChanged: CountPlanChange(_calendar.DayOf(at), next.Today); break;
            case FactKind.BrandChanged: Brand = TextPool.Get(body.Text()); break;
            case FactKind.ContractSigned:
                body.Bytes(); // id
                body.Count(); // months
                ContractEnd = body.SignedVarint();
                break;
            case FactKind.PortOutRequested: IsPortOutRequested = body.Byte() == 0; break;
            case FactKind.CustomerDescribed:
                IsOrganisation = (CustomerKind)body.Byte() == CustomerKind.Organisation;
                IsMajor = body.Byte() != 0;
                IsInfluential = body.Byte() != 0;
                BirthYear = body.Count();
                break;
            case FactKind.BillIssued: ReadBill(ref body); break;
            case FactKind.CostReported:
                if (Ago(body.Count()) is var cost and > 0)
                {
                    Costs[cost] = body.SignedVarint();
                    Costed |= 1u << cost;
                }
                break;
            case FactKind.ArrearsReported: ReadArrears(at, ref body); break;
            case FactKind.PromiseSettled:
                if (body.Byte() == 0) break;
                var forgotten = LocalDates.AddMonths(_calendar.DayOf(at), _policy.Credit.BrokenPromiseMonths);
                if (forgotten > next.Today) BrokenPromises++;
                next.AtDay(forgotten);
                break;
            case FactKind.AddOnChanged:
                if ((AddOnState)body.Byte() != AddOnState.Cancelled && IsSticky(body.Bytes())) StickyServices++;
                break;
            case FactKind.InteractionRecorded: LastInteraction = at; break;
            case FactKind.SurveyScored: Surveys.Add(_calendar.DayOf(at), body.Count(), _policy.Satisfaction.SurveyHalfLifeMonths * 30); break;
            default: break;
        }
    }

    /// <summary>Months before the one looked at; 0 = none that is looked at.</summary>
    private readonly int Ago(int month) => Month - month is var ago and > 0 and <= MonthAmounts.Length ? ago : 0;

    private void CountPlanChange(int day, int today)
    {
        if (LocalDates.AddMonths(day, 6) > today) PlanChanges++;
    }

    private void ReadBill(ref ByteReader body)
    {
        var ago = Ago(body.Count());
        if (ago == 0) return;
        body.SignedVarint(); // gross
        Bills[ago] = body.SignedVarint();
        Billed |= 1u << ago;
        if (ago == 1) BilledMinutes = body.Count();
    }

    private void Add(in MonthSum sum)
    {
        var ago = Ago(sum.Month);
        if (ago == 0) return;
        if (sum.Kind == MonthSumKind.HotlineCalls) CallCentreContacts[ago] += sum.Count;
        if (sum.Kind == MonthSumKind.Adjustments && (Billed >> ago & 1) != 0) Bills[ago] += sum.Amount;
    }

    /// <summary>Overdue from its beginning until a later report says something else.</summary>
    private void ReadArrears(long at, ref ByteReader body)
    {
        EndArrears(at);
        var amount = body.SignedVarint();
        var since = body.SignedVarint();
        ArrearsSince = amount <= 0 ? null : since == 0 ? at : Math.Min(since, at);
    }

    private void EndArrears(long until)
    {
        if (ArrearsSince is not { } since) return;
        var now = Calendar.MonthOf(_calendar.DayOf(_time));
        var last = Math.Min(now, Calendar.MonthOf(_calendar.DayOf(until)));
        for (var month = Math.Max(now - 31, Calendar.MonthOf(_calendar.DayOf(Math.Max(0, since)))); month <= last; month++) ArrearsMonths |= 1u << (now - month);
    }

    private readonly bool IsSticky(ReadOnlySpan<byte> name)
    {
        var services = _policy.Loyalty.StickyServices;
        for (var i = 0; i < services.Count; i++)
        {
            if (System.Text.Ascii.IsValid(name)
                ? System.Text.Ascii.EqualsIgnoreCase(name, services[i])
                : string.Equals(System.Text.Encoding.UTF8.GetString(name), services[i], StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    /// <summary>Remembers where a fact lies, and of facts with the same id what came first and last.</summary>
    /// <param name="idBehind">Bytes in front of the id.</param>
    private readonly void Keep(scoped Span<Place> places, ref int count, long at, ref ByteReader body, int idBehind)
    {
        var lead = body.Take(idBehind);
        var (first, second) = (idBehind > 0 ? lead[0] : (byte)0, idBehind > 1 ? lead[1] : (byte)0);
        var id = body.Bytes();
        _relationship!.FactBytes.Overlaps(id, out var offset);
        var place = new Place(offset, id.Length, at, at, first, second, first == (byte)CaseStage.Opened);
        for (var i = 0; i < count; i++)
        {
            if (!IdOf(places[i]).SequenceEqual(id)) continue;
            var known = places[i];
            // Opened when the first step that says so was taken, or, without one, the first step.
            places[i] = place with { First = known.IsOpened || !place.IsOpened ? known.First : at, IsOpened = known.IsOpened || place.IsOpened };
            return;
        }
        if (count < places.Length) places[count++] = place;
    }

    private readonly void Leave(scoped Span<Place> measures, int count, long at, ReadOnlySpan<byte> id)
    {
        for (var i = 0; i < count; i++)
            if (at >= measures[i].Last && IdOf(measures[i]).SequenceEqual(id)) measures[i] = measures[i] with { Lead = 1 };
    }

    private readonly ReadOnlySpan<byte> IdOf(in Place place) => _relationship!.FactBytes.Slice(place.IdAt, place.IdLength);

    private readonly ByteReader Behind(in Place place) => new(_relationship!.FactBytes[(place.IdAt + place.IdLength)..]);

    private void ReadGroups(ReadOnlySpan<Place> groups)
    {
        foreach (ref readonly var group in groups)
        {
            if (group.Lead != 0) continue; // left
            var body = Behind(group);
            if ((GroupKind)body.Byte() != GroupKind.EnterpriseVpn) continue;
            IsEnterpriseMember = true;
            if (!IsKey((EnterpriseClass)body.Byte())) continue;
            IsMemberOfKey = true;
            IsKeyMember |= body.Byte() != 0;
        }
    }

    private readonly bool IsKey(EnterpriseClass enterprise)
    {
        var name = enterprise switch
        {
            EnterpriseClass.A => nameof(EnterpriseClass.A),
            EnterpriseClass.B => nameof(EnterpriseClass.B),
            EnterpriseClass.Other => nameof(EnterpriseClass.Other),
            _ => "",
        };
        var keys = _policy.Enterprises.KeyClasses;
        for (var i = 0; i < keys.Count; i++)
            if (name.Length > 0 && string.Equals(keys[i], name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private void ReadMeasures(ReadOnlySpan<Place> measures, ref NextChange next)
    {
        foreach (ref readonly var measure in measures)
        {
            if (measure.Lead != 0) continue; // left
            var body = Behind(measure);
            body.Byte(); // kind
            body.Count(); // months
            for (var amounts = 3; amounts > 0; amounts--) body.SignedVarint();
            var end = body.SignedVarint();
            if (end != 0 && end <= _time) continue;
            Measures++;
            if (end != 0) next.At(end);
        }
    }

    private void ReadCases(ReadOnlySpan<Place> cases, ref NextChange next)
    {
        foreach (ref readonly var one in cases)
        {
            if ((CaseKind)one.Second != CaseKind.Complaint) continue;
            if ((CaseStage)one.Lead < CaseStage.Resolved) OpenComplaints++;
            var opened = _calendar.DayOf(one.First);
            var forgotten = opened + _policy.Satisfaction.RecentComplaintDays;
            if (forgotten > next.Today) RecentComplaints++;
            if (opened + ComplaintDays > next.Today) Complaints90++;
            next.AtDay(forgotten);
        }
    }

    /// <summary>Days of complaints that the churn features count.</summary>
    private const int ComplaintDays = 90;

    /// <summary>Where the last fact with an id lies: its id, when the first and the last were, and what stands before the id.</summary>
    /// <param name="Lead">First byte of the body: left, or stage; of measures, whether left.</param>
    /// <param name="Second">Second byte: the kind of a case.</param>
    /// <param name="IsOpened">A case's step that opened it is known.</param>
    private readonly record struct Place(int IdAt, int IdLength, long First, long Last, byte Lead, byte Second, bool IsOpened);
}
