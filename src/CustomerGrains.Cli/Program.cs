using CustomerGrains.Cli;
using CustomerGrains.Cli.Output;

return await CommandLine.RunAsync(args, Terminal.Process);
