using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Grpc.Embedded;

/// <summary>Writes a status as headers or trailers.</summary>
internal static class ResponseStatus
{
    private static readonly StringValues[] Codes =
        [.. Enumerable.Range(0, 17).Select(i => new StringValues(i.ToString(CultureInfo.InvariantCulture)))];

    public static void Write(IHeaderDictionary destination, in Status status)
    {
        var code = (int)status.StatusCode;
        destination[HeaderNames.Status] =
            (uint)code < (uint)Codes.Length ? Codes[code] : code.ToString(CultureInfo.InvariantCulture);
        if (!string.IsNullOrEmpty(status.Detail)) destination[HeaderNames.Message] = PercentEncoding.Encode(status.Detail);
        else destination.Remove(HeaderNames.Message);
    }

    /// <summary>Adds a value to those that the header has; an empty one too, which the framework's own Append leaves out.</summary>
    public static void Append(IHeaderDictionary destination, string name, string value) =>
        destination[name] = StringValues.Concat(destination[name], value);
}
