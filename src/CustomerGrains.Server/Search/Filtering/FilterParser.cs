using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Server.Search.Filtering;

/// <summary>Reads a filter in the language of AIP-160 into a condition on the fields of a row:
/// <code>
/// filter      = sequence { "AND" sequence }
/// sequence    = factor { factor }              blanks mean AND, and bind tighter than the word
/// factor      = term { "OR" term }             OR binds tighter than AND
/// term        = [ "NOT" | "-" ] simple
/// simple      = "(" filter ")" | field operator value
/// </code></summary>
public sealed class FilterParser
{
    /// <summary>Longest filter, characters.</summary>
    public const int MaxLength = 4_000;

    /// <summary>Most comparisons in one.</summary>
    public const int MaxTerms = 100;

    /// <summary>Deepest parentheses and negations.</summary>
    public const int MaxDepth = 20;

    private readonly List<FilterToken> _tokens;
    private readonly bool _classesOnly;
    private int _at;
    private int _terms;
    private int _depth;

    private FilterParser(List<FilterToken> tokens, bool classesOnly) => (_tokens, _classesOnly) = (tokens, classesOnly);

    private FilterToken Current => _tokens[_at];

    /// <param name="filter">Empty = everything: null.</param>
    /// <param name="classesOnly">Numbers and times are refused: what reports count by is classes.</param>
    /// <exception cref="FilterException">It cannot be understood.</exception>
    public static RowCondition? Parse(string filter, bool classesOnly = false)
    {
        if (filter.Length > MaxLength) throw new FilterException(MaxLength, $"the filter has {filter.Length} characters; {MaxLength} are allowed.");
        var parser = new FilterParser(FilterLexer.Cut(filter), classesOnly);
        if (parser.Current.Kind == FilterTokenKind.End) return null;
        var condition = parser.Filter();
        return parser.Current.Kind == FilterTokenKind.End ? condition : throw parser.Unexpected("AND, OR or the end");
    }

    private RowCondition Filter()
    {
        var terms = new List<RowCondition> { Sequence() };
        while (Skip(FilterTokenKind.And)) terms.Add(Sequence());
        return All(terms);
    }

    private RowCondition Sequence()
    {
        var terms = new List<RowCondition> { Factor() };
        while (Current.Kind is not (FilterTokenKind.And or FilterTokenKind.Or or FilterTokenKind.Close or FilterTokenKind.End or FilterTokenKind.Operator)) terms.Add(Factor());
        return All(terms);
    }

    private RowCondition Factor()
    {
        var terms = new List<RowCondition> { Term() };
        while (Skip(FilterTokenKind.Or)) terms.Add(Term());
        return terms.Count == 1 ? terms[0] : new RowCondition.Or(terms);
    }

    private RowCondition Term()
    {
        if (++_depth > MaxDepth) throw new FilterException(Current.Position, $"the filter is nested deeper than {MaxDepth}.");
        try
        {
            if (Skip(FilterTokenKind.Not) || Skip(FilterTokenKind.Minus)) return new RowCondition.Not(Term());
            if (!Skip(FilterTokenKind.Open)) return Comparison();
            var inner = Filter();
            return Skip(FilterTokenKind.Close) ? inner : throw Unexpected("')'");
        }
        finally
        {
            _depth--;
        }
    }

    private RowCondition Comparison()
    {
        var name = Take(FilterTokenKind.Word, "a field's name, NOT or '('");
        if (Current is { Kind: FilterTokenKind.Open, IsGlued: true }) throw new FilterException(name.Position, $"'{Short(name.Value)}(' calls a function, and there are none here.");
        var field = SubscriberFields.Find(name.Value) ?? throw new FilterException(name.Position, $"there is no field '{Short(name.Value)}'. {Known}");
        if (_classesOnly && (!field.IsClass || field == SubscriberFields.SubscriberId)) throw new FilterException(name.Position, $"{field} is no class, and reports count by classes. {Known}");
        if (Current.Kind != FilterTokenKind.Operator) throw new FilterException(Current.Position, $"{field} wants one of = != < <= > >= : behind it.");
        var sign = _tokens[_at++];
        var isNegative = Skip(FilterTokenKind.Minus);
        var value = _tokens[_at];
        if (value.Kind is not (FilterTokenKind.Word or FilterTokenKind.Text) || isNegative) throw new FilterException(value.Position, $"{field} {sign.Value} wants a value behind it.");
        _at++;
        if (++_terms > MaxTerms) throw new FilterException(name.Position, $"the filter has more than {MaxTerms} comparisons.");
        return FilterValues.Compare(field, sign, value);
    }

    private string Known => "Known are " + string.Join(", ", SubscriberFields.All.Prepend(SubscriberFields.SubscriberId).Where(f => !_classesOnly || (f.IsClass && f != SubscriberFields.SubscriberId)).Select(static f => f.Name)) + ".";

    private static RowCondition All(List<RowCondition> terms) => terms.Count == 1
        ? terms[0]
        : new RowCondition.And([.. terms.SelectMany(static t => t is RowCondition.And and ? and.Terms : [t])]);

    private bool Skip(FilterTokenKind kind)
    {
        if (Current.Kind != kind) return false;
        _at++;
        return true;
    }

    private FilterToken Take(FilterTokenKind kind, string wanted) => Current.Kind == kind ? _tokens[_at++] : throw Unexpected(wanted);

    private FilterException Unexpected(string wanted) => new(
        Current.Position, Current.Kind == FilterTokenKind.End ? $"the filter ends where {wanted} was expected." : $"'{Short(Current.Value)}' stands where {wanted} was expected.");

    private static string Short(string text) => Calls.Errors.Echo(text);
}
