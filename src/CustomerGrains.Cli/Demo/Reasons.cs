using CustomerGrains.V1;

namespace CustomerGrains.Cli.Demo;

/// <summary>Why records are rejected, in words.</summary>
internal static class Reasons
{
    /// <summary>A sentence; empty for reasons that the demo has no records for.</summary>
    public static string Explain(RejectReason reason) => reason switch
    {
        RejectReason.NumberNotHeld => "nobody held the number when the usage began",
        RejectReason.InvalidQuantity => "a duration of 136 years, from a counter that ran below zero",
        _ => "",
    };
}
