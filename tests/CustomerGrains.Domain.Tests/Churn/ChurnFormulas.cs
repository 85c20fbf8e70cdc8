using CustomerGrains.Domain.Churn;

namespace CustomerGrains.Domain.Tests.Churn;

/// <summary>Formulas and vectors for tests.</summary>
internal static class ChurnFormulas
{
    /// <summary>Two terms and a pair, small enough to be reckoned by hand.</summary>
    public static ChurnFormula Small { get; } = new()
    {
        Id = "small",
        Provenance = "made up for a test",
        BasePoints = 10,
        Terms =
        [
            new ChurnFormulaTerm
            {
                Feature = ChurnFeature.DaysSinceLastOutgoing,
                Neutral = 2,
                Bins = [Bin(2, 0), Bin(7, 5), Bin(null, 20)],
                Missing = Bin(null, 8),
            },
            new ChurnFormulaTerm
            {
                Feature = ChurnFeature.OpenComplaints,
                Bins = [Bin(1, 0), Bin(null, 6)],
                Missing = Bin(null, 0),
            },
        ],
        Pairs =
        [
            new ChurnFormulaPair
            {
                First = new ChurnBinRange { Feature = ChurnFeature.DaysSinceLastOutgoing, FromBin = 1, ToBin = 2 },
                Second = new ChurnBinRange { Feature = ChurnFeature.OpenComplaints, FromBin = 1, ToBin = 1 },
                Points = 9,
                En = "silent and unhappy",
                Zh = "沉默且不满",
            },
        ],
        Calibration = new ChurnCalibration { Logistic = new ChurnLogistic { Scale = 10, Offset = 40 } },
    };

    public static ChurnFormulaBin Bin(double? below, int points) => new() { Below = below, Points = points, En = "{value} or {percent}%", Zh = "{value}" };

    public static double[] Vector(params (ChurnFeature Feature, double Value)[] values)
    {
        var vector = new double[ChurnFeatures.Count];
        Array.Fill(vector, ChurnFeatures.Missing);
        foreach (var (feature, value) in values) vector[(int)feature] = value;
        return vector;
    }

    /// <summary>Any formula the validator lets through, and a vector about its bounds.</summary>
    public static (ChurnFormula Formula, double[] Vector) Random(Random random)
    {
        var features = Enum.GetValues<ChurnFeature>();
        random.Shuffle(features);
        var terms = features.Take(random.Next(1, features.Length + 1)).Select(feature => RandomTerm(random, feature)).ToArray();
        var pairs = terms.Length < 2 ? [] : Enumerable.Range(0, random.Next(5)).Select(_ => RandomPair(random, terms)).ToArray();
        var vector = new double[ChurnFeatures.Count];
        foreach (var feature in features)
        {
            var bounds = terms.FirstOrDefault(t => t.Feature == feature)?.Bins.Select(b => b.Below).OfType<double>().ToArray() ?? [];
            vector[(int)feature] = random.Next(6) switch
            {
                0 => ChurnFeatures.Missing,
                1 when bounds.Length > 0 => bounds[random.Next(bounds.Length)],
                2 when bounds.Length > 0 => Math.BitDecrement(bounds[random.Next(bounds.Length)]),
                3 => double.PositiveInfinity,
                _ => (random.NextDouble() - 0.5) * 200,
            };
        }
        var table = new List<ChurnCalibrationPoint> { new() { Points = -500, Probability = 0 } };
        while (table.Count < 8) table.Add(new ChurnCalibrationPoint { Points = table[^1].Points + random.Next(1, 300), Probability = Math.Min(1, table[^1].Probability + (random.NextDouble() / 5)) });
        var calibration = random.Next(2) == 0 ? new ChurnCalibration { Table = table } : new ChurnCalibration { Logistic = new ChurnLogistic { Scale = 20, Offset = random.Next(-100, 100) } };
        return (new ChurnFormula { Id = "random", Provenance = "drawn", BasePoints = random.Next(-100, 100), Terms = terms, Pairs = pairs, Calibration = calibration }, vector);
    }

    private static ChurnFormulaTerm RandomTerm(Random random, ChurnFeature feature)
    {
        var bounds = Enumerable.Range(0, random.Next(10)).Select(_ => (double)random.Next(-100, 100)).Distinct().Order().ToArray();
        return new ChurnFormulaTerm
        {
            Feature = feature,
            Neutral = random.Next(-20, 20),
            Bins = [.. bounds.Select(b => Bin(b, random.Next(-50, 50))), Bin(null, random.Next(-50, 50))],
            Missing = Bin(null, random.Next(-50, 50)),
        };
    }

    private static ChurnFormulaPair RandomPair(Random random, ChurnFormulaTerm[] terms)
    {
        var first = random.Next(terms.Length);
        var second = (first + random.Next(1, terms.Length)) % terms.Length;
        return new ChurnFormulaPair { First = RandomRange(random, terms[first]), Second = RandomRange(random, terms[second]), Points = random.Next(-30, 30), En = "pair", Zh = "组合" };
    }

    private static ChurnBinRange RandomRange(Random random, ChurnFormulaTerm term)
    {
        var from = random.Next(term.Bins.Count);
        return new ChurnBinRange { Feature = term.Feature, FromBin = from, ToBin = random.Next(from, term.Bins.Count) };
    }
}
