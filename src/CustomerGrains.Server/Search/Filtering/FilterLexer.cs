using System.Text;

namespace CustomerGrains.Server.Search.Filtering;

/// <summary>Cuts a filter into tokens (AIP-160). Words end at blanks, parentheses and comparison operators; a colon belongs to a word that began as a
/// number, since times have them.</summary>
internal static class FilterLexer
{
    private const string Comparators = "=!<>:";

    /// <exception cref="FilterException">A quote has no end, or a character cannot stand where it does.</exception>
    public static List<FilterToken> Cut(string filter)
    {
        var tokens = new List<FilterToken>();
        var at = 0;
        while (true)
        {
            var before = at;
            while (at < filter.Length && char.IsWhiteSpace(filter[at])) at++;
            var isGlued = at == before;
            if (at == filter.Length)
            {
                tokens.Add(new FilterToken(FilterTokenKind.End, "", at, isGlued));
                return tokens;
            }
            tokens.Add(Next(filter, ref at, isGlued));
        }
    }

    private static FilterToken Next(string filter, ref int at, bool isGlued)
    {
        var start = at;
        switch (filter[at])
        {
            case '(': at++; return new FilterToken(FilterTokenKind.Open, "(", start, isGlued);
            case ')': at++; return new FilterToken(FilterTokenKind.Close, ")", start, isGlued);
            case '"' or '\'': return new FilterToken(FilterTokenKind.Text, Quoted(filter, ref at), start, isGlued);
            case '-' when at + 1 >= filter.Length || !char.IsDigit(filter[at + 1]): at++; return new FilterToken(FilterTokenKind.Minus, "-", start, isGlued);
            case ',': throw new FilterException(at, "',' belongs to functions, and there are none here.");
            case var c when Comparators.Contains(c, StringComparison.Ordinal):
                at += (c is '!' or '<' or '>') && at + 1 < filter.Length && filter[at + 1] == '=' ? 2 : 1;
                var sign = filter[start..at];
                return sign == "!" ? throw new FilterException(start, "'!' stands before '=' only; NOT turns a term round.") : new FilterToken(FilterTokenKind.Operator, sign, start, isGlued);
            default: return Word(filter, ref at, isGlued);
        }
    }

    private static FilterToken Word(string filter, ref int at, bool isGlued)
    {
        var start = at;
        var hasColons = char.IsDigit(filter[at]);
        while (at < filter.Length && !char.IsWhiteSpace(filter[at]) && filter[at] is not ('(' or ')' or '"' or '\'' or ',')
            && (!Comparators.Contains(filter[at], StringComparison.Ordinal) || (hasColons && filter[at] == ':'))) at++;
        var word = filter[start..at];
        var kind = word switch
        {
            "AND" => FilterTokenKind.And,
            "OR" => FilterTokenKind.Or,
            "NOT" => FilterTokenKind.Not,
            _ => FilterTokenKind.Word,
        };
        return new FilterToken(kind, word, start, isGlued);
    }

    private static string Quoted(string filter, ref int at)
    {
        var start = at;
        var quote = filter[at++];
        var text = new StringBuilder();
        for (; at < filter.Length; at++)
        {
            if (filter[at] == quote)
            {
                at++;
                return text.ToString();
            }
            if (filter[at] == '\\' && ++at == filter.Length) break;
            text.Append(filter[at]);
        }
        throw new FilterException(start, $"the text that begins with {quote} has no end.");
    }
}
