using CustomerGrains.Domain.Documents;
using CustomerGrains.Domain.Parties;

namespace CustomerGrains.Domain.Policies;

/// <summary>What has to hold for the order of source systems.</summary>
internal static class PolicyIdentityRules
{
    public static void Check(DocumentRules rules, IdentityPolicy policy)
    {
        rules.Names("identity.sources", policy.Sources, StringComparer.Ordinal);
        var fields = new HashSet<PartyField>();
        for (var i = 0; i < policy.Fields.Count; i++)
        {
            var (path, one) = ($"identity.fields[{i}]", policy.Fields[i]);
            rules.Require(one.Field != PartyField.None, $"{path}.field", "it is not given", $"give one of {string.Join(", ", PartyFields.All.Select(static rule => PartyFields.NameOf(rule.Field)))}");
            rules.Require(fields.Add(one.Field), $"{path}.field", $"{PartyFields.NameOf(one.Field)} has an order before this one", "say it in one");
            rules.Require(one.Sources.Count > 0, $"{path}.sources", "it names none", "name at least one source system, or leave the field out");
            rules.Names($"{path}.sources", one.Sources, StringComparer.Ordinal);
        }
    }
}
