namespace Orleans.Embedded.Tests.Grains;

/// <summary>An interface may cross a call; whether what is behind it can, only the call shows.</summary>
public interface IUncopyable;
