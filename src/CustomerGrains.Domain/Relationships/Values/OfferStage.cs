namespace CustomerGrains.Domain.Relationships;

/// <summary>What became of an offer; a later step is a larger number. The numbers are stored and those of the API.</summary>
public enum OfferStage : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>The customer knows it.</summary>
    Made = 1,

    /// <summary>Taken.</summary>
    Accepted = 2,

    /// <summary>Not taken.</summary>
    Declined = 3,
}
