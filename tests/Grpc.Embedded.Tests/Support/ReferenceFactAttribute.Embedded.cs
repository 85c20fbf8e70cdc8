using CustomerGrains.Conformance;

namespace Grpc.Embedded.Tests;

/// <summary>A test that needs the reference listings of the real packages; a clone without them skips it and says so.</summary>
internal sealed class ReferenceFactAttribute : FactAttribute
{
    public ReferenceFactAttribute()
    {
        if (ApiConformance.ApiFolder() is null) Skip = "No reference listings: set CG_SHARED to the folder that has api/.";
    }
}
