using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;

namespace Grpc.Embedded;

/// <summary>Reads what a server said in headers and trailers.</summary>
internal static class ResponseHeaders
{
    /// <summary>
    /// What the headers decide: null when messages follow; else the end of the call, either the server's own
    /// ("Trailers-Only") or because the response is not gRPC.
    /// </summary>
    public static CallOutcome? Outcome(HttpResponseMessage response)
    {
        if (StatusIn(response.Headers) is { } status) return new CallOutcome(status, Metadata(response.Headers));
        if (response.StatusCode != HttpStatusCode.OK)
            return Bad(HttpErrors.OfHttpStatus(response.StatusCode), $"HTTP status code: {(int)response.StatusCode}");
        if (response.Version.Major < 2)
            return Bad(StatusCode.Internal, $"Response protocol downgraded to HTTP/{response.Version.ToString(2)}.");
        var type = Value(response.Content.Headers, "Content-Type");
        if (type is null) return Bad(StatusCode.Unknown, "Response did not have a content-type header.");
        if (!HeaderNames.IsGrpc(type)) return Bad(StatusCode.Unknown, $"Invalid content-type value: {type}");
        return null;
    }

    /// <summary>What the trailers decide, once the body has been read to its end.</summary>
    public static CallOutcome OutcomeInTrailers(HttpResponseMessage response)
    {
        var trailers = response.TrailingHeaders;
        return StatusIn(trailers) is { } status
            ? new CallOutcome(status, Metadata(trailers))
            : new CallOutcome(new Status(StatusCode.Unknown, "No grpc-status found on response."), Metadata(trailers));
    }

    /// <summary>The encoding of the response's compressed messages, if it names one.</summary>
    public static string? Encoding(HttpResponseMessage response) => Value(response.Headers, HeaderNames.Encoding);

    /// <summary>All headers that are not the protocol's own.</summary>
    public static Metadata Metadata(HttpHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
        {
            if (IsProtocolHeader(name)) continue;
            foreach (var value in values) WireMetadata.Add(metadata, name, value);
        }
        return metadata;
    }

    private static CallOutcome Bad(StatusCode code, string problem) => new(new Status(code, $"Bad gRPC response. {problem}"), []);

    private static Status? StatusIn(HttpHeaders headers)
    {
        if (Value(headers, HeaderNames.Status) is not { } text) return null;
        var message = Value(headers, HeaderNames.Message);
        var detail = message is null ? "" : PercentEncoding.Decode(message);
        // A code that this side does not know is passed on; one that is no number is the server's fault.
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? new Status((StatusCode)code, detail)
            : new Status(StatusCode.Unknown, $"Unexpected grpc-status value: {text}");
    }

    private static string? Value(HttpHeaders headers, string name)
    {
        if (!headers.NonValidated.TryGetValues(name, out var values)) return null;
        foreach (var value in values) return value;
        return null;
    }

    private static bool IsProtocolHeader(string name) =>
        name.Equals(HeaderNames.Status, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.Message, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.Encoding, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.AcceptEncoding, StringComparison.OrdinalIgnoreCase);
}
