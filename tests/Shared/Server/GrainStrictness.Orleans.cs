using Microsoft.AspNetCore.Builder;

namespace CustomerGrains.Tests;

/// <summary>Orleans is strict by itself: it copies, and it may move grains.</summary>
internal static class GrainStrictness
{
    internal static int? Seed => null;

    internal static void Apply(WebApplicationBuilder builder)
    {
    }
}
