using CustomerGrains.V1;

namespace CustomerGrains.Cli.Generation;

/// <summary>
/// Makes up the usage of a population, day by day and in order of time within the day: voice, messages and data, with the daily
/// profile of real calls, a weekly one, subscribers who use more and more, less and less, or leave, and a few records on purpose that
/// are sent twice, contradict, are broken or belong to nobody.
/// Everything follows from the options; there is no clock in it.
/// </summary>
internal sealed class UsageGenerator
{
    /// <summary>Share of calls by local hour in % (27 students of the Nodobo study, 2010/11).</summary>
    private static readonly double[] HourShares =
        [2.0, 1.3, 0.8, 0.3, 0.2, 0.2, 1.0, 3.0, 3.2, 1.9, 3.3, 4.4, 5.4, 5.5, 7.5, 8.8, 10.5, 9.4, 8.2, 6.5, 4.4, 4.0, 3.8, 4.1];

    /// <summary>A day's share of an average day, Sunday first: Friday is the busiest.</summary>
    private static readonly double[] WeekdayFactors = [0.88, 1.02, 1.0, 1.0, 1.03, 1.12, 0.95];

    /// <summary>Calls and messages of a hundred records of a brand's customers (GoTone, Easyown, M-Zone); the rest are sessions.</summary>
    private static readonly (int Calls, int Messages)[] Mixes = [(55, 12), (45, 20), (30, 28)];

    /// <summary>49 170 xxxxxxxx: numbers abroad.</summary>
    private const ulong FirstForeign = 49_170_0000_0000;
    private const uint Foreigners = 100_000_000;

    /// <summary>Earlier records that may come again: those of the last few batches.</summary>
    private const int Memory = 4096;

    private const int SecondsPerDay = 86_400;

    private readonly GeneratorOptions _options;
    private readonly AliasTable _hours = new(HourShares);
    private readonly GeneratedRecord[] _memory = new GeneratedRecord[Memory];
    private readonly int[] _perSecond = new int[SecondsPerDay];
    private AliasTable _activity = null!;
    private SplitMix64 _random;
    private long _remembered;
    private int _day = -1;
    private int _dayNumber;
    private int _dayCount;
    private int _second;
    private int _number;
    private long _midnight;

    /// <summary>Prepares the first day.</summary>
    /// <exception cref="CliException">An option is out of range.</exception>
    public UsageGenerator(GeneratorOptions options)
    {
        options.Validate();
        _options = options;
        Population = new Population(options);
        Truth = new GeneratedTruth(options.Subscribers);
    }

    /// <summary>Whose usage it is.</summary>
    public Population Population { get; }

    /// <summary>What has been generated so far, and what has to become of it.</summary>
    public GeneratedTruth Truth { get; }

    /// <summary>The current day, in local time.</summary>
    public DateOnly Day => _options.FirstDay.AddDays(_day);

    /// <summary>Days so far, the current one included.</summary>
    public int Days => _day + 1;

    /// <summary>Counts the records of all days; exact, and as much work as looking at every subscriber for every day.</summary>
    public long CountAll() => Enumerable.Range(0, _options.Days).Sum(day =>
    {
        Population.Activity(day, out var volume);
        return (long)CountOf(day, volume);
    });

    /// <summary>Goes to the next day; false after the last.</summary>
    public bool NextDay()
    {
        if (_day + 1 >= _options.Days) return false;
        _day++;
        Truth.BeginDay();
        _activity = new AliasTable(Population.Activity(_day, out var volume));

        // Every day has random numbers of its own, so that a longer month begins with the shorter one.
        _random = new SplitMix64(SplitMix64.Mix(_options.Seed) ^ SplitMix64.Mix((ulong)_day + 0x5eed));
        var date = Day;
        _dayNumber = (date.Year * 10_000) + (date.Month * 100) + date.Day;
        _midnight = new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.FromMinutes(_options.UtcOffsetMinutes)).ToUnixTimeSeconds();
        _dayCount = CountOf(_day, volume);
        _number = 0;
        _second = 0;
        Array.Clear(_perSecond);
        for (var i = 0; i < _dayCount; i++) _perSecond[(_hours.Draw(ref _random) * 3600) + (int)_random.Next(3600)]++;
        return true;
    }

    /// <summary>The next record of the day; false at its end.</summary>
    public bool TryNext(out GeneratedRecord record)
    {
        if (_number >= _dayCount)
        {
            record = default;
            return false;
        }

        while (_perSecond[_second] == 0) _second++;
        _perSecond[_second]--;
        var changed = false;
        if ((OneIn(_options.DuplicateOneIn) || (changed = OneIn(_options.ConflictOneIn))) && TryRepeat(out record, changed))
        {
            _number++;
            return true;
        }

        Make(out record);
        Truth.Add(record);
        _memory[_remembered++ % Memory] = record;
        _number++;
        return true;
    }

    /// <summary>Whoever is steady uses the same on every Monday, whatever the others do.</summary>
    private int CountOf(int day, double volume) => Math.Max(1, (int)(_options.RecordsPerDay * WeekdayFactors[(int)_options.FirstDay.AddDays(day).DayOfWeek] * volume));

    private bool OneIn(uint share) => share != 0 && _random.Next(share) == 0;

    /// <summary>
    /// An earlier record again, each at most once: of two records with one id the server applies one and counts the other, whichever
    /// comes first, while of three it would depend on the order. Of the last day, because ids are remembered for two.
    /// </summary>
    private bool TryRepeat(out GeneratedRecord record, bool changed)
    {
        record = default;
        if (_remembered == 0) return false;
        ref var original = ref _memory[_random.Next((uint)Math.Min(_remembered, Memory))];
        if (original.Repeated || original.StartTime <= _midnight + _second - SecondsPerDay) return false;
        original.Repeated = true;
        record = original;
        Truth.AddRepeated(record, changed);

        // Only the cell is another: whichever of the two the server meets first, the sums stay the same.
        if (changed) record.Cell = (record.Cell + 1) % 100_000;
        return true;
    }

    private void Make(out GeneratedRecord record)
    {
        var unknown = OneIn(_options.UnknownOneIn);
        var subscriber = unknown ? -1 : _activity.Draw(ref _random);
        record = new GeneratedRecord
        {
            Day = _dayNumber,
            Number = _number,
            Subscriber = subscriber,
            Msisdn = unknown ? Population.UnknownMsisdn(ref _random) : Population.Msisdn(subscriber),
            StartTime = _midnight + _second,

            // A subscriber is mostly in two or three cells.
            Cell = (uint)((SplitMix64.Mix((ulong)(uint)subscriber) + (_random.Next(8) switch { < 5 => 0u, < 7 => 1u, _ => 2u })) % 100_000),
        };
        var (calls, messages) = Mixes[unknown ? 1 : Population.BrandOf(subscriber)];
        var draw = (int)_random.Next(100);
        var isOutgoing = _random.Next(100) < 55;
        if (draw < calls) Call(ref record, isOutgoing);
        else if (draw < calls + messages) Message(ref record, isOutgoing);
        else Session(ref record);
        if (!unknown && OneIn(_options.BrokenOneIn))
        {
            record.Broken = true;
            record.Duration = uint.MaxValue;
        }
    }

    /// <summary>Answered calls are log-normal with the median (24 s) and the 90th percentile (141 s) of Nodobo's.</summary>
    private void Call(ref GeneratedRecord record, bool isOutgoing)
    {
        record.RecordType = isOutgoing ? RecordTypes.MoCall : RecordTypes.MtCall;
        SetOther(ref record);
        record.CallKind = record.OtherParty >= FirstForeign && record.OtherParty < FirstForeign + Foreigners ? CallKind.International
            : record.OnNet && SplitMix64.Mix(record.OtherParty) % 10 < 8 ? CallKind.Local
            : CallKind.LongDistance;
        if (_random.Next(100) >= (isOutgoing ? 20 : 30)) record.Duration = (uint)Math.Min(14_400, 24 * Exponential.Of(1.382 * _random.NextNormal())) + 1;
    }

    private void Message(ref GeneratedRecord record, bool isOutgoing)
    {
        record.RecordType = isOutgoing ? RecordTypes.MoSms : RecordTypes.MtSms;
        SetOther(ref record);
    }

    /// <summary>Sessions of 2 MB in the median, a few of gigabytes; a seventh of it upwards.</summary>
    private void Session(ref GeneratedRecord record)
    {
        record.RecordType = RecordTypes.PGw;
        var octets = (ulong)Math.Min(20e9, 2e6 * Exponential.Of(1.8 * _random.NextNormal()));
        record.OctetsUp = octets / 7;
        record.OctetsDown = octets - record.OctetsUp;
        record.Duration = 30 + _random.Next(3_600);
    }

    /// <summary>Mostly another subscriber, sometimes the service desk or somebody abroad, else another operator's customer.</summary>
    private void SetOther(ref GeneratedRecord record)
    {
        var draw = _random.Next(100);
        record.OnNet = draw < 70;
        record.OtherParty = draw switch
        {
            < 2 => 10_086UL,
            < 70 => Population.Msisdn((int)_random.Next((uint)Population.Count)),
            < 72 => FirstForeign + _random.Next(Foreigners),
            _ => 86_150_0000_0000UL + _random.Next(1_000_000_000),
        };
    }
}
