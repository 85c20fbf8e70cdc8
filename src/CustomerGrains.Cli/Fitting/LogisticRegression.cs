namespace CustomerGrains.Cli.Fitting;

/// <summary>Logistic regression on indicators, with a ridge: coefficients of most likelihood less half the penalty times their squares, by Newton's
/// method. Deterministic.</summary>
internal static class LogisticRegression
{
    private const int MostSteps = 50;
    private const double Converged = 1e-9;

    /// <param name="rows">Of each row the indicators that hold, from 0.</param>
    /// <param name="labels">As many.</param>
    /// <param name="count">How many indicators there are.</param>
    /// <param name="penalty">&gt; 0, of every coefficient but the intercept: what no row says anything about stays 0.</param>
    /// <returns>The intercept, then the coefficients.</returns>
    public static double[] Fit(IReadOnlyList<int[]> rows, IReadOnlyList<bool> labels, int count, double penalty)
    {
        var size = count + 1;
        var coefficients = new double[size];
        for (var step = 0; step < MostSteps; step++)
        {
            var gradient = new double[size];
            var hessian = new double[size, size];
            for (var i = 1; i < size; i++)
            {
                gradient[i] = -penalty * coefficients[i];
                hessian[i, i] = penalty;
            }
            for (var r = 0; r < rows.Count; r++) Add(rows[r], labels[r], coefficients, gradient, hessian);
            Solve(hessian, gradient);
            double largest = 0;
            for (var i = 0; i < size; i++)
            {
                // Half a step too far is the danger of the first ones only.
                var change = Math.Clamp(gradient[i], -2, 2);
                coefficients[i] += change;
                largest = Math.Max(largest, Math.Abs(change));
            }
            if (largest < Converged) break;
        }
        return coefficients;
    }

    private static void Add(int[] row, bool label, double[] coefficients, double[] gradient, double[,] hessian)
    {
        var sum = coefficients[0];
        foreach (var indicator in row) sum += coefficients[indicator + 1];
        var probability = 1 / (1 + Math.Exp(-sum));
        var (rest, weight) = ((label ? 1 : 0) - probability, probability * (1 - probability));
        gradient[0] += rest;
        hessian[0, 0] += weight;
        foreach (var indicator in row)
        {
            gradient[indicator + 1] += rest;
            hessian[0, indicator + 1] += weight;
            hessian[indicator + 1, 0] += weight;
            foreach (var other in row) hessian[indicator + 1, other + 1] += weight;
        }
    }

    /// <summary>Cholesky, in place: the right side becomes the solution.</summary>
    private static void Solve(double[,] matrix, double[] right)
    {
        var size = right.Length;
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++) sum -= matrix[i, k] * matrix[j, k];
                matrix[i, j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / matrix[j, j];
            }
        }
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < i; k++) right[i] -= matrix[i, k] * right[k];
            right[i] /= matrix[i, i];
        }
        for (var i = size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < size; k++) right[i] -= matrix[k, i] * right[k];
            right[i] /= matrix[i, i];
        }
    }
}
