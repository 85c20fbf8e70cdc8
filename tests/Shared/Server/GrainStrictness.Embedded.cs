using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Orleans.Embedded;

namespace CustomerGrains.Tests;

/// <summary>Strict mode, when CG_STRICT names a seed: activations end, double, and time out at random.</summary>
internal static class GrainStrictness
{
    internal static int? Seed { get; } = int.TryParse(Environment.GetEnvironmentVariable("CG_STRICT"), CultureInfo.InvariantCulture, out var seed) ? seed : null;

    internal static void Apply(WebApplicationBuilder builder)
    {
        if (Seed is { } seed) builder.Services.AddEmbeddedGrains(options => options.Strict = new StrictMode(seed));
    }
}
