using Vespid.GrainInterfaces.Edges;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>A report as an agent made it.</summary>
/// <param name="Order">Among all of its edge, over all its boots.</param>
/// <param name="At">When it was made, which is when its sample was taken.</param>
/// <param name="Sample">What the sample says; empty when it failed.</param>
/// <param name="Report">What is sent.</param>
internal sealed record SentReport(EdgeSite Site, int Order, TimeSpan At, IReadOnlyDictionary<string, bool> Sample, EdgeReport Report);
