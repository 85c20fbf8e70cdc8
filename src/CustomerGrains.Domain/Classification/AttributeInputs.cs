namespace CustomerGrains.Domain.Classification;

/// <summary>What the class by attribute comes from.</summary>
/// <param name="IsOrganisation">Null: it is not known whose the line is.</param>
/// <param name="IsMajor">A major customer (大客户), as the customer's record says.</param>
public readonly record struct AttributeInputs(bool? IsOrganisation, bool IsMajor);
