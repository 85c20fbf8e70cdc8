namespace CustomerGrains.Cli.Generation;

/// <summary>The record types that are generated (3GPP TS 32.298).</summary>
internal static class RecordTypes
{
    public const uint MoCall = 0;
    public const uint MtCall = 1;
    public const uint MoSms = 6;
    public const uint MtSms = 7;
    public const uint PGw = 85;
}
