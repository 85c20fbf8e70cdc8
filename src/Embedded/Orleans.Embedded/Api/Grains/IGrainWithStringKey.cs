namespace Orleans;

/// <summary>The base of interfaces of grains whose key is text.</summary>
public interface IGrainWithStringKey : IGrain;
