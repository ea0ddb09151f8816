namespace Vespid.Tests.Chaos.Nemesis;

/// <summary>A fault, and the time of peace before it.</summary>
internal sealed record Step(TimeSpan Pause, Fault Fault);
