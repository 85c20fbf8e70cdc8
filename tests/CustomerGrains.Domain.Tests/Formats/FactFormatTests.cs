using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Rollups;
using CustomerGrains.Domain.Sources;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Tests.Support;

namespace CustomerGrains.Domain.Tests.Formats;

/// <summary>The bytes of the bodies of facts and causes.</summary>
public class FactFormatTests
{
    private delegate T Read<T>(ref ByteReader reader);

    [Fact]
    public void Stream_opened() => Pin("03 8002 04 66696c65 07 ac02", new StreamOpened(3, 256, "file", 7, 300), (v, w) => v.WriteTo(w), StreamOpened.Read);

    [Fact]
    public void Batch_begun() => Pin(
        "8002 ac02 efcdab8967452301 1032547698badcfe 808080808020 ac02 9b9e01",
        new BatchBegun(256, 300, new UInt128(0x0123456789abcdef, 0xfedcba9876543210), 1L << 40, 300, 20_251), (v, w) => v.WriteTo(w), BatchBegun.Read);

    [Fact]
    public void Batch_completed()
    {
        var fact = new BatchCompleted(256, 300, new BatchCounts(1_000, 2, 0, 1),
            [new RecordException(7, Outcome.Duplicate, RejectReason.None), new RecordException(500, Outcome.Rejected, RejectReason.TooOld)]);
        var bytes = Entity<SourceState>.Body(fact.WriteTo);
        Hex.Equal("8002 ac02 e807 02 00 01 02 07 02 00 f403 04 05", bytes);
        var reader = new ByteReader(bytes);
        var read = BatchCompleted.Read(ref reader);
        Assert.Equal((fact.Ordinal, fact.Batch, fact.Counts), (read.Ordinal, read.Batch, read.Counts));
        Assert.Equal(fact.Exceptions, read.Exceptions);
        Assert.True(reader.AtEnd);
    }

    [Fact]
    public void Stream_opened_with_the_sources_own_number() => Pin(
        "03 8002 04 66696c65 07 ac02 9003", new StreamOpened(3, 256, "file", 7, 300, 400), (v, w) => v.WriteTo(w), StreamOpened.Read);

    [Fact]
    public void Batch_quarantined()
    {
        var completed = new BatchCompleted(256, 300, new BatchCounts(1_000, 0, 1, 1),
            [new RecordException(7, Outcome.Conflict, RejectReason.None), new RecordException(500, Outcome.Rejected, RejectReason.TooOld)]);
        var fact = new BatchQuarantined(completed, "file", 1L << 40, 300, 20_251, 129, 2, 1_000);
        var bytes = Entity<SourceState>.Body(fact.WriteTo);
        Hex.Equal("8002 ac02 e807 00 01 01 02 07 03 00 f403 04 05" + "04 66696c65 808080808020 ac02 9b9e01 8101 02 e807", bytes);
        var reader = new ByteReader(bytes);
        var read = BatchQuarantined.Read(ref reader);
        Assert.Equal(fact with { Completed = default }, read with { Completed = default });
        Assert.Equal(completed.Exceptions, read.Completed.Exceptions);
        Assert.True(reader.AtEnd);
    }

    [Fact]
    public void A_kept_record()
    {
        var writer = new ByteWriter();
        KeptRecord.Write(writer, 500, isCanonical: true, ordinal: 0, [1, 2, 3]);
        KeptRecord.Write(writer, 1, isCanonical: false, ordinal: 0, default);
        KeptRecord.Write(writer, 2, isCanonical: true, ordinal: 200, [9]);
        Hex.Equal("f403 01 03 010203" + "01 00 00" + "02 03 c801 01 09", writer.Written);
        var reader = new ByteReader(writer.Written);
        KeptRecord.Read(ref reader);
        KeptRecord.Read(ref reader);
        var last = KeptRecord.Read(ref reader);
        Assert.Equal((2, true, 200, (byte)9), (last.Index, last.IsCanonical, last.Ordinal, last.Content[0]));
        Assert.True(reader.AtEnd);
    }

    [Fact]
    public void Of_a_record_that_cannot_be_read_so_much_is_kept()
    {
        var writer = new ByteWriter();
        KeptRecord.Write(writer, 0, isCanonical: false, ordinal: 0, new byte[KeptRecord.MaxRawBytes + 1]);
        var reader = new ByteReader(writer.Written);
        Assert.Equal(KeptRecord.MaxRawBytes, KeptRecord.Read(ref reader).Content.Length);
        Assert.True(reader.AtEnd);
    }

    [Fact]
    public void Redrive_begun()
    {
        var fact = new RedriveBegun(256, 0x0123456789abcdef, 1L << 40, [new RedriveItem(300, 7, RedriveVerdict.Taken), new RedriveItem(1, 500, RedriveVerdict.NotFound)], "go");
        var bytes = Entity<SourceState>.Body(fact.WriteTo);
        Hex.Equal("8002 efcdab8967452301 808080808020 02 ac02 07 01 01 f403 02 02 676f", bytes);
        var reader = new ByteReader(bytes);
        var read = RedriveBegun.Read(ref reader);
        Assert.Equal((fact.Ordinal, fact.RequestHash, fact.FirstSeen, fact.Next), (read.Ordinal, read.RequestHash, read.FirstSeen, read.Next));
        Assert.Equal(fact.Items, read.Items);
        Assert.True(reader.AtEnd);
    }

    [Fact]
    public void Redrive_completed()
    {
        var fact = new RedriveCompleted(256, 300, [new RedriveResult(300, 20_251, 7, RejectReason.Internal, Outcome.Applied, RejectReason.None), new RedriveResult(1, 0, 500, RejectReason.NumberNotHeld, Outcome.Rejected, RejectReason.TooOld)]);
        var bytes = Entity<SourceState>.Body(fact.WriteTo);
        Hex.Equal("8002 ac02 02 ac02 9b9e01 07 ff 01 00 01 00 f403 01 04 05", bytes);
        var reader = new ByteReader(bytes);
        var read = RedriveCompleted.Read(ref reader);
        Assert.Equal((fact.Ordinal, fact.BegunVersion), (read.Ordinal, read.BegunVersion));
        Assert.Equal(fact.Results, read.Results);
        Assert.True(reader.AtEnd);
    }

    [Fact]
    public void Stream_closed() => Pin(
        "8002 ac02 e807 02 00 01 efcdab8967452301 1032547698badcfe",
        new StreamClosed(256, 300, new BatchCounts(1_000, 2, 0, 1), new UInt128(0x0123456789abcdef, 0xfedcba9876543210)), (v, w) => v.WriteTo(w), StreamClosed.Read);

    [Fact]
    public void Number_assignment() => Pin(
        "c17c2f95d507001d 01 feffffffffffffffff01 02 7331 808002",
        new NumberAssignment(Support.Usage.Number("8613912345793"), -1, NumberAssignment.Forever, "s1", 1 << 15), (v, w) => NumberAssignment.Write(w, v), NumberAssignment.Read);

    [Fact]
    public void Subscriber_profile() => Pin(
        "80c0f0f50b 02 7031 00 02 4744",
        new SubscriberProfile(1_600_000_000, "p1", "", "GD"), (v, w) => v.WriteTo(w), SubscriberProfile.Read);

    [Fact]
    public void Command_and_effect_causes()
    {
        var command = Entity<SourceState>.Body(new CommandCause("r1", "ann").WriteTo);
        Hex.Equal("02 7231 03 616e6e", command);
        Assert.Equal(new CommandCause("r1", "ann"), CommandCause.Read(command));
        Assert.Equal("c082ff223c116753", new CommandCause("r1", "ann").RequestHash.ToString("x16"));
        Assert.Equal(0UL, new CommandCause("", "ann").RequestHash);
        var effect = Entity<SourceState>.Body(new EffectCause("number/x", 300).WriteTo);
        Hex.Equal("08 6e756d6265722f78 ac02", effect);
        Assert.Equal(new EffectCause("number/x", 300), EffectCause.Read(effect));
    }

    [Fact]
    public void Numbers_of_enums_that_are_stored()
    {
        Assert.Equal("Usage 1, SubscriberRegistered 10, NumberAssigned 11, EffectConfirmed 12, ClassesChanged 13, StreamOpened 20, BatchBegun 21, BatchCompleted 22, StreamClosed 23, BatchQuarantined 24, RedriveBegun 25, RedriveCompleted 26, "
            + "StatusChanged 30, PlanChanged 31, BrandChanged 32, ContractSigned 33, PortOutRequested 34, CustomerLinked 35, MembershipChanged 36, CustomerDescribed 37, BillIssued 38, BillAdjusted 39, PaymentReceived 40, Recharged 41, BalanceReported 42, ArrearsReported 43, "
            + "CostReported 44, PointsChanged 45, PromiseMade 46, PromiseSettled 47, AddOnChanged 48, MeasureJoined 49, MeasureLeft 50, ConsentChanged 51, AttributeDetermined 52, InteractionRecorded 53, CaseChanged 54, SurveyScored 55, OfferChanged 56, RetentionOutcome 57, "
            + "PartyDescribed 70, PartyMerged 71, PartyAbsorbed 72, MembersReported 80, RollupsForgotten 81", Numbers<FactKind>());
        Assert.Equal("Slice 1, Command 2, Effect 3, Tick 4, Redrive 5", Numbers<CauseKind>());
        Assert.Equal("None 0, Applied 1, Duplicate 2, Conflict 3, Rejected 4", Numbers<Outcome>());
        Assert.Equal("None 0, NumberNotHeld 1, InvalidNumber 2, InvalidRecordType 3, InvalidStartTime 4, TooOld 5, TooNew 6, InvalidQuantity 7, InvalidId 8, InvalidText 9, Malformed 10, TooLong 11, NotRegistered 12, StatusDoesNotAllow 13, InvalidFact 14, TooManyHeld 15, Internal 255", Numbers<RejectReason>());
        Assert.Equal("Taken 1, NotFound 2, NotRedrivable 3, Settled 4", Numbers<RedriveVerdict>());
        Assert.Equal("None 0, Msisdn 1, Imsi 2", Numbers<NumberKind>());
        Assert.Equal("Applied 1, Duplicate 2, Conflict 3, Rejected 4, NotMine 5, Replayed 6", Numbers<RecordVerdict>());
        Assert.Equal("None 0, Voice 1, Sms 2, Data 3, Mms 4, ValueAdded 5", Numbers<Usage.ServiceKind>());
        Assert.Equal("Outgoing 1, Incoming 2", Numbers<Usage.UsageDirection>());
    }

    [Fact]
    public void Classes_changed() => Pin("8980808080808010", new ClassesChanged(new EdgeCodes(1UL << 55 - 2 | 9)), static (v, w) => v.WriteTo(w), ClassesChanged.Read);

    [Fact]
    public void Members_reported()
    {
        var reports = RollupSamples.Reports;
        Hex.Equal("01 02" + RollupSamples.ReportBytes, MembersReported.Write(reports));
        Assert.Equal(reports, MembersReported.Read(MembersReported.Write(reports)));
    }

    [Fact]
    public void Rollups_forgotten()
    {
        RollupTarget[] targets = [new(RollupKind.Customer, "c"), new(RollupKind.Account, "é"), new(RollupKind.Group, "g")];
        Hex.Equal("01 03 01 01 63 02 02 c3a9 03 01 67", RollupsForgotten.Write(targets));
        Assert.Equal(targets, RollupsForgotten.Read(RollupsForgotten.Write(targets)));
        Assert.Equal(["customer:c", "account:é", "group:g"], targets.Select(static t => t.EntityId));
    }

    private static string Numbers<T>() where T : struct, Enum =>
        string.Join(", ", Enum.GetValues<T>().Select(v => $"{v} {Convert.ToByte(v, System.Globalization.CultureInfo.InvariantCulture)}"));

    private static void Pin<T>(string hex, T value, Action<T, ByteWriter> write, Read<T> read)
    {
        var writer = new ByteWriter();
        write(value, writer);
        Hex.Equal(hex, writer.Written);
        var reader = new ByteReader(writer.Written);
        Assert.Equal(value, read(ref reader));
        Assert.True(reader.AtEnd);
    }
}
