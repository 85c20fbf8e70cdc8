using System.Text;
using CustomerGrains.Domain.Numbers;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CustomerGrains.Server.Calls;

/// <summary>Checks of what callers send. Each failure is INVALID_ARGUMENT that names the field, the problem and the remedy.</summary>
internal static class Arguments
{
    internal const int MaxIdBytes = 100;
    internal const int MaxSourceBytes = 64;
    internal const int MaxRequestIdBytes = 64;
    internal const int MaxTextBytes = 100;
    internal const int MaxReasonBytes = 500;

    /// <summary>An id that becomes an entity's key.</summary>
    internal static void CheckId(string field, string value, int maxBytes = MaxIdBytes)
    {
        CheckText(field, value, maxBytes, required: true);
        if (value.Contains('/', StringComparison.Ordinal)) throw Errors.InvalidArgument(field, $"is '{value}'; an id has no '/'.");
    }

    internal static void CheckText(string field, string value, int maxBytes = MaxTextBytes, bool required = false)
    {
        if (value.Length == 0)
        {
            if (required) throw Errors.InvalidArgument(field, "is missing; give 1 to " + maxBytes + " bytes of text.");
            return;
        }
        // What protobuf makes of bytes that are no text. Two names that differ only there would otherwise be taken for one.
        if (value.Contains('\uFFFD', StringComparison.Ordinal)) throw Errors.InvalidArgument(field, "is not UTF-8; encode it as that.");
        if (Encoding.UTF8.GetByteCount(value) > maxBytes) throw Errors.InvalidArgument(field, $"is longer than {maxBytes} bytes of UTF-8; shorten it.");
    }

    internal static PackedNumber Number(string field, NumberKind kind, string digits) => PackedNumber.TryParse(kind, digits, out var number)
        ? number
        : throw Errors.InvalidArgument(field, $"is not a number; give {PackedNumber.MinDigits} to {PackedNumber.MaxDigits} digits{(kind == NumberKind.Msisdn ? " in E.164, with or without '+'" : "")}.");

    /// <summary>Who asks, by the caller's metadata; empty when not said.</summary>
    internal static string Actor(ServerCallContext context) => Said("cg-actor", context, MaxTextBytes);

    /// <summary>Why, by the caller's metadata; empty when not said.</summary>
    internal static string Reason(ServerCallContext context) => Said("cg-reason", context, MaxReasonBytes);

    private static string Said(string key, ServerCallContext context, int maxBytes)
    {
        var text = context.RequestHeaders.GetValue(key) ?? "";
        CheckText(key, text, maxBytes);
        return text;
    }

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    internal static long Time(string field, Timestamp? time) => time is null
        ? throw Errors.InvalidArgument(field, "is missing; give a time.")
        : time.Seconds is < -62_135_596_800 or > 253_402_300_799 ? throw Errors.InvalidArgument(field, "is not between the years 1 and 9999.") : time.Seconds;
}
