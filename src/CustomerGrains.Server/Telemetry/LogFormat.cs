namespace CustomerGrains.Server.Telemetry;

/// <summary>How log lines are written to the console.</summary>
public enum LogFormat
{
    /// <summary>A line for people.</summary>
    Text,

    /// <summary>A JSON object a line, with the values of the message apart, for whoever collects logs.</summary>
    Json,
}
