using Vespid.Embedded;
using Vespid.Grains;
using Vespid.Silo.Configuration;

namespace Vespid.Silo;

/// <summary>Wires the embedded engine: one process, no cluster.</summary>
internal static class Engine
{
    public const string Name = "embedded";
    public const bool HasClusters = false;

    public static void Add(IHostApplicationBuilder builder, HostSettings settings)
    {
        builder.Services.AddEmbeddedOrleans(engine =>
        {
            engine.GrainAssemblies.Add(typeof(GrainsHosting).Assembly);
            engine.StopTimeout = settings.Host.DrainTimeout;
        });
    }

    /// <summary>This engine has no pages of its own: the console shows all there is.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
    }
}
