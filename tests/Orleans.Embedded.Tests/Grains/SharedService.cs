namespace Orleans.Embedded.Tests.Grains;

public sealed class SharedService;
