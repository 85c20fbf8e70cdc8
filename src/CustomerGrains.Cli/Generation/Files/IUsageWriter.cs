using CustomerGrains.Client;

namespace CustomerGrains.Cli.Generation.Files;

/// <summary>Writes usage records to a file that <c>replay</c> reads.</summary>
internal interface IUsageWriter : IDisposable
{
    /// <summary>Writes a record behind the others.</summary>
    void Write(in UsageRecordFields record);
}
