namespace CustomerGrains.Domain.Subscribers;

/// <summary>What a subscriber says of one record of a slice. The first four are <see cref="Facts.Outcome"/>s.</summary>
public enum RecordVerdict : byte
{
    Applied = 1,
    Duplicate = 2,
    Conflict = 3,
    Rejected = 4,

    /// <summary>Somebody else held the number then, as far as this subscriber knows: no outcome; ask the number (core rule 19).</summary>
    NotMine = 5,

    /// <summary>The batch is complete: whoever asks is late, and the outcome stands elsewhere.</summary>
    Replayed = 6,
}
