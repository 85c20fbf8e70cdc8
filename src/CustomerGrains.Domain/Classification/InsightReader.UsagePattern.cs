namespace CustomerGrains.Domain.Classification;

/// <summary>The pattern of use, and when silence becomes a pattern.</summary>
internal partial struct InsightReader
{
    private UsagePatternInputs ReadUsagePattern()
    {
        var latest = _usage.LatestUse(_next.Today);
        if (_ties.TerminatedTime is not null || latest == int.MinValue) return default;
        int? activation = _state.Profile is { } profile ? _calendar.DayOf(profile.ActivationTime) : null;
        var inputs = UsagePatternReader.Of(_usage, _next.Today, _ties.Month, activation, _policy.UsagePattern);
        UsagePattern = UsagePatternRule.Of(inputs, _policy.UsagePattern);
        // Today's use counts from tomorrow on. From then on only the silence grows.
        if (latest == _next.Today) _next.AtDay(latest + 1);
        else if (inputs.IsOpen && UsagePattern != UsagePattern.FallenSilent)
            _next.AtDay(Math.Max(_next.Today + 1, latest + 1 + UsagePatternRule.SilenceNeeded(inputs, _policy.UsagePattern)));
        return inputs;
    }
}
