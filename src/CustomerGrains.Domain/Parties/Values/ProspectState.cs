namespace CustomerGrains.Domain.Parties;

/// <summary>How far it is with a prospect. The numbers are stored.</summary>
public enum ProspectState : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>Somebody should call.</summary>
    Open = 1,

    /// <summary>It became a customer.</summary>
    Converted = 2,

    /// <summary>It will not.</summary>
    Lost = 3,
}
