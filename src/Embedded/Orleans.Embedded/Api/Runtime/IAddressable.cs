namespace Orleans.Runtime;

/// <summary>Anything that can be called by its id: grains, references to them and observers.</summary>
public interface IAddressable;
