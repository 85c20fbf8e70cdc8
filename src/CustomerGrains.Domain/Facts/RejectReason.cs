namespace CustomerGrains.Domain.Facts;

/// <summary>Why a record was rejected. The numbers are stored and public (protos/README.md has the catalogue).</summary>
public enum RejectReason : byte
{
    None = 0,

    /// <summary>Nobody held the number at the record's start time.</summary>
    NumberNotHeld = 1,

    /// <summary>No MSISDN or IMSI, or not 5 to 15 digits.</summary>
    InvalidNumber = 2,

    /// <summary>The record type is missing or unknown and no service is given.</summary>
    InvalidRecordType = 3,

    /// <summary>The start time is missing or not between the years 1970 and 9999.</summary>
    InvalidStartTime = 4,

    /// <summary>The start time is further back than the store accepts.</summary>
    TooOld = 5,

    /// <summary>The start time lies further ahead than a clock may be off.</summary>
    TooNew = 6,

    /// <summary>A negative or impossible duration, octet count or event count.</summary>
    InvalidQuantity = 7,

    /// <summary>The id is missing where the source must give one, or longer than 64 bytes.</summary>
    InvalidId = 8,

    /// <summary>A text is not UTF-8.</summary>
    InvalidText = 9,

    /// <summary>The record's bytes are not a protobuf message of this type.</summary>
    Malformed = 10,

    /// <summary>A text other than the id is too long.</summary>
    TooLong = 11,

    /// <summary>The subscriber is not registered: nothing is known that a business fact could change.</summary>
    NotRegistered = 12,

    /// <summary>The line's status at the fact's time does not allow the fact.</summary>
    StatusDoesNotAllow = 13,

    /// <summary>A value of a business fact is missing or impossible.</summary>
    InvalidFact = 14,

    /// <summary>As many changes of that kind as can be held lie ahead already.</summary>
    TooManyHeld = 15,

    /// <summary>Judging the record failed inside the server; nothing was changed and it can be re-driven.</summary>
    Internal = 255,
}
