namespace CustomerGrains.Domain.Classification;

/// <summary>By value (domain §3.3). The numbers are stored and sent.</summary>
public enum ValueClass : byte
{
    /// <summary>Not known before the first full month.</summary>
    None = 0,

    /// <summary>放弃型: no spend.</summary>
    LowReleasable = 1,

    /// <summary>改进型: stimulate.</summary>
    LowToImprove = 2,

    /// <summary>维持型: maintain.</summary>
    Ordinary = 3,

    /// <summary>贵宾型: VIP service.</summary>
    High = 4,

    /// <summary>重要: a named account manager.</summary>
    Important = 5,
}
