namespace CustomerGrains.Domain.Parties;

/// <summary>As what a field's value is read.</summary>
public enum PartyValueType : byte
{
    /// <summary>1 to <see cref="PartyFieldRule.Most"/> bytes of UTF-8.</summary>
    Text,

    /// <summary>A whole number from <see cref="PartyFieldRule.Least"/> to <see cref="PartyFieldRule.Most"/>.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>Micros of the store's currency, in the same bounds.</summary>
    Money,

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    Time,

    /// <summary>One of <see cref="PartyFieldRule.Choices"/>.</summary>
    Choice,

    /// <summary>Id of an entity of the kind <see cref="PartyFieldRule.RefersTo"/>, at most 100 bytes.</summary>
    Reference,

    /// <summary>1 to 20 texts of 1 to <see cref="PartyFieldRule.Most"/> bytes.</summary>
    Texts,
}
