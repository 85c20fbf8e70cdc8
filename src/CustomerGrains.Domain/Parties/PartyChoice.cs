namespace CustomerGrains.Domain.Parties;

/// <summary>A value of a field that has few.</summary>
/// <param name="Number">As it is stored.</param>
/// <param name="Name">As it is sent: <c>BANK_COLLECTION</c>.</param>
public readonly record struct PartyChoice(byte Number, string Name);
