using CustomerGrains.Domain;
using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Directory;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Server.Feed;

/// <summary>What a publish session needs of its process.</summary>
public sealed record FeedServices(IFactLog Log, GrainCalls Calls, NumberDirectory Directory, FeedAdmission Admission, FeedMetrics Metrics, FoldParameters Parameters, TimeProvider Time);
