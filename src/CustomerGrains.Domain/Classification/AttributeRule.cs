namespace CustomerGrains.Domain.Classification;

/// <summary>By attribute (domain §3.2): public or major × individual or organisation, as the customer's record says.</summary>
public static class AttributeRule
{
    public static AttributeClass Of(in AttributeInputs inputs) => (inputs.IsOrganisation, inputs.IsMajor) switch
    {
        (null, _) => AttributeClass.None,
        (false, false) => AttributeClass.PublicIndividual,
        (true, false) => AttributeClass.PublicOrganisation,
        (false, true) => AttributeClass.MajorIndividual,
        (true, true) => AttributeClass.MajorOrganisation,
    };
}
