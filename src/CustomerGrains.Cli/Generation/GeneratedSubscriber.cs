namespace CustomerGrains.Cli.Generation;

/// <summary>A subscriber that the generator made up.</summary>
/// <param name="Id">Subscriber id.</param>
/// <param name="Msisdn">E.164 digits as a number.</param>
/// <param name="Brand">GoTone, Easyown or M-Zone.</param>
/// <param name="Plan">A plan of the brand.</param>
/// <param name="Region">Province.</param>
/// <param name="Activation">Start of the subscription, seconds since 1970 UTC; before the first generated day.</param>
internal sealed record GeneratedSubscriber(string Id, ulong Msisdn, string Brand, string Plan, string Region, long Activation);
