namespace Orleans.Embedded;

/// <summary>The properties of a grain class that the host reads; the same names and values as in Orleans' manifests.</summary>
internal static class GrainPropertyNames
{
    public const string IdleDeactivationPeriod = "idle-duration";
    public const string Indefinite = "indefinite";
}
