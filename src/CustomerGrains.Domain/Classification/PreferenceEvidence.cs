namespace CustomerGrains.Domain.Classification;

/// <summary>How a preference showed. The numbers are stored and sent.</summary>
public enum PreferenceEvidence : byte
{
    /// <summary>An offer was made and nothing was heard.</summary>
    Unanswered = 0,

    /// <summary>An offer was accepted.</summary>
    Taken = 1,

    /// <summary>An offer was declined.</summary>
    Declined = 2,

    /// <summary>It was used, once.</summary>
    Used = 3,

    /// <summary>The subscriber said so.</summary>
    Said = 4,
}
