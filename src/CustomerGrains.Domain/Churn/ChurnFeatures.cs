using System.Text.Json;

namespace CustomerGrains.Domain.Churn;

/// <summary>The features as a vector.</summary>
public static class ChurnFeatures
{
    /// <summary>Length of a vector.</summary>
    public const int Count = (int)ChurnFeature.DaysSinceInteraction + 1;

    /// <summary>Of a value that is not known.</summary>
    public const double Missing = double.NaN;

    private static readonly string[] Names = [.. Enum.GetValues<ChurnFeature>().Select(static f => JsonNamingPolicy.CamelCase.ConvertName(f.ToString()))];

    /// <summary>As formulas and answers write it: <c>daysSinceLastOutgoing</c>.</summary>
    public static string NameOf(ChurnFeature feature) => Names[(int)feature];

    /// <summary>The feature of such a name.</summary>
    /// <returns>False when there is none.</returns>
    public static bool TryParse(string name, out ChurnFeature feature)
    {
        var index = Array.IndexOf(Names, name);
        feature = (ChurnFeature)index;
        return index >= 0;
    }
}
