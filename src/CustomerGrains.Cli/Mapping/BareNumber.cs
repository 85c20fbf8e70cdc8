namespace CustomerGrains.Cli.Mapping;

/// <summary>What a number without trunk or international prefix is.</summary>
internal enum BareNumber
{
    /// <summary>Complete with its country code.</summary>
    International,

    /// <summary>National: the plan's country code is put before it.</summary>
    National,
}
