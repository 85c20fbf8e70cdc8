using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Sources;
using CustomerGrains.Grains.Entities;

namespace CustomerGrains.Grains.Sources;

public sealed partial class SourceGrain
{
    public ValueTask<RedriveReceipt> BeginRedrive(RedriveCommand command)
    {
        EnsureCurrent();
        var cause = new CommandCause(command.RequestId, command.Actor);
        var (status, version) = Judge(cause.RequestHash, command.Redrives);
        if (status is null) CommitRedrive(cause, command.Items.Span);
        var receipt = Receipt;
        return new(new RedriveReceipt(receipt.Incarnation, receipt.Group, status ?? RedriveStatus.UnderWay, version));
    }

    public ValueTask<TurnReceipt> CompleteRedrive(long ordinal, ReadOnlyMemory<byte> body)
    {
        EnsureCurrent();
        if (State.Redrive?.Ordinal == ordinal)
        {
            _body.Clear();
            _body.Raw(body.Span);
            CommitFact(FactKind.RedriveCompleted, Services.Clock.Stamp(), CauseKind.Redrive);
        }
        return new(Receipt);
    }

    /// <returns>Null = it may begin.</returns>
    private (RedriveStatus? Status, long Version) Judge(ulong requestHash, long redrives)
    {
        if (State.FindRedrive(requestHash) is var version and > 0) return (RedriveStatus.Complete, version);
        if (State.Redrive is { } redrive) return (redrive.RequestHash == requestHash ? RedriveStatus.UnderWay : RedriveStatus.Busy, 0);
        return (State.Redrives == redrives ? null : RedriveStatus.Outdated, 0);
    }

    private void CommitRedrive(in CommandCause cause, ReadOnlySpan<byte> items)
    {
        var reader = new ByteReader(items);
        var asked = RedriveBegun.Read(ref reader);
        var stamp = Services.Clock.Stamp();
        _body.Clear();
        (asked with { Ordinal = State.NextOrdinal, RequestHash = cause.RequestHash, FirstSeen = stamp }).WriteTo(_body);
        var causeBody = new ByteWriter();
        cause.WriteTo(causeBody);
        CommitFact(FactKind.RedriveBegun, stamp, CauseKind.Command, causeBody.Written);
    }

    /// <summary>Records a batch's completion with as many of its records as the day's cap leaves room for.</summary>
    private void CommitCompleted(CompleteCommand command, StreamState stream, BatchState batch)
    {
        var day = State.Day(batch.Begun.ReceiveDay).Quarantine;
        var (kept, keptBytes, length) = Fit(command.Records.Span, _limits.RecordsPerDay - day.Kept, _limits.BytesPerDay - day.KeptBytes);
        _body.Clear();
        if (kept == 0)
        {
            _body.Raw(command.Body.Span);
        }
        else
        {
            var reader = new ByteReader(command.Body.Span);
            var begun = batch.Begun;
            new BatchQuarantined(BatchCompleted.Read(ref reader), stream.Id, begun.FirstSeen, begun.ReceivedAt, begun.ReceiveDay, day.LastVersion, kept, keptBytes).WriteTo(_body);
            _body.Raw(command.Records.Span[..length]);
        }
        CommitFact(kept == 0 ? FactKind.BatchCompleted : FactKind.BatchQuarantined, Services.Clock.Stamp());
    }

    /// <summary>The first records that fit into the room.</summary>
    private static (int Records, long Bytes, int Length) Fit(ReadOnlySpan<byte> records, long room, long bytesRoom)
    {
        var reader = new ByteReader(records);
        var (count, bytes, length) = (0, 0L, 0);
        while (!reader.AtEnd && count < room)
        {
            var size = KeptRecord.Read(ref reader).Content.Length;
            if (bytes + size > bytesRoom) break;
            (count, bytes, length) = (count + 1, bytes + size, reader.Position);
        }
        return (count, bytes, length);
    }
}
