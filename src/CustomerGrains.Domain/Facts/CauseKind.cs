namespace CustomerGrains.Domain.Facts;

/// <summary>Why an entity took a turn. The numbers are stored.</summary>
public enum CauseKind : byte
{
    /// <summary>Usage records of a batch: a slice.</summary>
    Slice = 1,

    /// <summary>A request of a caller: CommandCause.</summary>
    Command = 2,

    /// <summary>Another entity's effect: EffectCause.</summary>
    Effect = 3,

    /// <summary>Something that fell due by itself. No body.</summary>
    Tick = 4,

    /// <summary>Rejected records were tried again. No body.</summary>
    Redrive = 5,
}
