namespace Orleans;

/// <summary>Marks attributes that say how a constructor parameter of a grain is made.</summary>
public interface IFacetMetadata;
