using System.Globalization;
using Vespid.Tests.Simulation.Running;
using Vespid.Tests.Simulation.Sabotage;

namespace Vespid.Tests.Simulation.ChatOps;

/// <summary>Runs seeds of the simulation of rooms.</summary>
internal static class ChatRunner
{
    public static RunResult RunOne(ulong seed, int minutes = ChatSettings.FullMinutes, Defect? defect = null, TextWriter? live = null) =>
        Runner.RunOne(seed, () => new ChatWorld(seed, minutes, defect ?? Defect.None, live)) with { Options = string.Create(CultureInfo.InvariantCulture, $"--chatops --minutes {minutes} ") };
}
