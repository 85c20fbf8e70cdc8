using System.Globalization;

namespace CustomerGrains.Cli.Generation;

/// <summary>The subscribers that a generator makes up: who they are, and how much each of them uses.</summary>
internal sealed class Population
{
    /// <summary>86 13x xxxx xxxx: ten prefixes of ten million numbers each, the last tenth of them held by nobody.</summary>
    private const ulong FirstNumber = 86_130_0000_0000;

    private const ulong Numbers = 900_000_000;

    /// <summary>Coprime to <see cref="Numbers"/>, so that every index has a number of its own, and neighbours are far apart.</summary>
    private const ulong Stride = 618_033_989;

    private static readonly string[] Brands = ["GoTone", "Easyown", "M-Zone"];
    private static readonly string[] Regions = ["Guangdong", "Jiangsu", "Zhejiang", "Shandong", "Sichuan", "Hubei", "Fujian", "Beijing"];

    private static readonly string[][] Plans =
    [
        ["gotone-business-168", "gotone-88"],
        ["easyown-standard", "easyown-18"],
        ["mzone-music-28", "mzone-campus-15"],
    ];

    private readonly GeneratorOptions _options;
    private double[]? _usual;

    public Population(GeneratorOptions options)
    {
        _options = options;
    }

    /// <summary>How many there are.</summary>
    public int Count => _options.Subscribers;

    /// <summary>A subscriber, from 0.</summary>
    public GeneratedSubscriber this[int index]
    {
        get
        {
            var random = RandomOf(index);
            var brand = DrawBrand(ref random);
            var plan = Plans[brand][random.Next(2)];
            var region = Regions[random.Next((uint)Regions.Length)];
            var midnight = new DateTimeOffset(_options.FirstDay.ToDateTime(TimeOnly.MinValue), TimeSpan.FromMinutes(_options.UtcOffsetMinutes)).ToUnixTimeSeconds();

            // Squared, so that there are many of short tenure: a third have been here for less than a year, and nobody for over ten.
            var tenure = random.NextDouble();
            var activation = midnight - (86_400L * (1 + (int)(3_650 * tenure * tenure)));
            return new GeneratedSubscriber(Id(index), Msisdn(index), Brands[brand], plan, region, activation);
        }
    }

    /// <summary>The subscriber's id.</summary>
    public static string Id(int index) => string.Create(CultureInfo.InvariantCulture, $"s-{index + 1:00000000}");

    /// <summary>The subscriber's number.</summary>
    public static ulong Msisdn(int index) => FirstNumber + (((ulong)index * Stride) + 271_828_183) % Numbers;

    /// <summary>A number that nobody holds.</summary>
    public static ulong UnknownMsisdn(ref SplitMix64 random) => FirstNumber + Numbers + random.Next(100_000_000);

    /// <summary>What becomes of a subscriber's usage. The first is steady, so that somebody always uses something.</summary>
    public Behaviour BehaviourOf(int index) => index == 0
        ? new Behaviour(BehaviourKind.Steady, -1, 0)
        : Behaviour.Draw(UsualOf(index), new SplitMix64(SplitMix64.Mix(_options.Seed + 0xbe4a) ^ SplitMix64.Mix((ulong)(uint)index)));

    /// <summary>The index of a subscriber's brand: 0 GoTone, 1 Easyown, 2 M-Zone.</summary>
    public int BrandOf(int index)
    {
        var random = RandomOf(index);
        return DrawBrand(ref random);
    }

    /// <summary>
    /// How much each of the subscribers uses on a day: log-normal, so that a few use very much (the first hundredth about a tenth of
    /// everything), and as their behaviour has it.
    /// </summary>
    /// <param name="day">From 0.</param>
    /// <param name="volume">All of them together, with 1 for everybody's usual.</param>
    public double[] Activity(int day, out double volume)
    {
        _usual ??= [.. Enumerable.Range(0, Count).Select(UsualOf)];
        var weights = new double[Count];
        double sum = 0, usual = 0;
        for (var index = 0; index < Count; index++)
        {
            weights[index] = _usual[index] * BehaviourOf(index).Factor(day);
            sum += weights[index];
            usual += _usual[index];
        }

        volume = sum / usual;
        return weights;
    }

    /// <summary>How much a subscriber usually uses; the median is 1.</summary>
    private double UsualOf(int index)
    {
        var random = RandomOf(~index);
        return Exponential.Of(random.NextNormal());
    }

    /// <summary>A fifth of the customers are with the flagship brand, most with the mass brand.</summary>
    private static int DrawBrand(ref SplitMix64 random) => random.Next(10) switch { < 2 => 0, < 7 => 1, _ => 2 };

    private SplitMix64 RandomOf(int index) => new(SplitMix64.Mix(_options.Seed ^ SplitMix64.Mix((ulong)(uint)index + 1)));
}
