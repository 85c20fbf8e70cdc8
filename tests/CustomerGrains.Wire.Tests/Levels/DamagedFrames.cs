namespace CustomerGrains.Wire.Tests.Levels;

/// <summary>What goes over a connection in one exchange.</summary>
/// <param name="What">The kind of damage.</param>
/// <param name="IsFramed">Whether what is sent afterwards is understood, if the server still listens.</param>
/// <param name="Streams">How many streams' numbers it uses.</param>
internal sealed record DamagedFrames(string What, byte[] Bytes, bool IsFramed, int Streams = 1);
