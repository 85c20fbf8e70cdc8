using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Numbers;

/// <summary>What a list of bitemporal assignments says as of now.</summary>
public static class NumberTimeline
{
    /// <summary>The pieces that stand: by number and time, not overlapping, neighbours of one holder joined. Each carries the
    /// stamp of the latest assignment in it. <paramref name="assignments"/> stand in the order in which they were recorded.</summary>
    public static IReadOnlyList<NumberAssignment> Of(IReadOnlyList<NumberAssignment> assignments)
    {
        var pieces = new List<NumberAssignment>(assignments.Count);
        foreach (var added in assignments)
        {
            if (added.To <= added.From) continue;
            for (var i = pieces.Count - 1; i >= 0; i--)
            {
                var piece = pieces[i];
                if (piece.Number != added.Number || piece.To <= added.From || added.To <= piece.From) continue;
                pieces.RemoveAt(i);
                if (piece.From < added.From) pieces.Add(piece with { To = added.From });
                if (added.To < piece.To) pieces.Add(piece with { From = added.To });
            }
            pieces.Add(added);
        }
        pieces.Sort(static (a, b) => a.Number.Value != b.Number.Value ? a.Number.Value.CompareTo(b.Number.Value) : a.From.CompareTo(b.From));
        for (var i = pieces.Count - 1; i > 0; i--)
        {
            var (before, piece) = (pieces[i - 1], pieces[i]);
            if (before.Number != piece.Number || before.Holder != piece.Holder || before.To != piece.From) continue;
            pieces[i - 1] = before with { To = piece.To, RecordedAt = Math.Max(before.RecordedAt, piece.RecordedAt) };
            pieces.RemoveAt(i);
        }
        return pieces;
    }

    /// <summary>The pieces without their stamps, which depend on when they were recorded.</summary>
    internal static void Write(ByteWriter writer, IReadOnlyList<NumberAssignment> pieces)
    {
        writer.Count(pieces.Count);
        foreach (var piece in pieces) NumberAssignment.Write(writer, piece with { RecordedAt = 0 });
    }
}
