using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CustomerGrains.Server.Hosting;

/// <summary>How much callers may send before it is read.</summary>
public static class Http2Windows
{
    private const int StreamWindowBytes = 1 << 20;

    /// <summary>A feed that is not read for a while fills its stream's window; with room for a dozen such streams in the connection's, the
    /// other calls of the connection go on.</summary>
    public static void Apply(Http2Limits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.InitialStreamWindowSize = StreamWindowBytes;
        limits.InitialConnectionWindowSize = 12 * StreamWindowBytes;
    }
}
