using Vespid.Embedded;
using Vespid.Grains;
using Vespid.Silo.Configuration;

namespace Vespid.Silo;

/// <summary>Wires the embedded engine: one process, no cluster.</summary>
internal static class Engine
{
    public const string Name = "embedded";

    public static void Add(IHostApplicationBuilder builder, VespidOptions options)
    {
        builder.Services.AddEmbeddedOrleans(engine =>
        {
            engine.GrainAssemblies.Add(typeof(GrainsHosting).Assembly);
            engine.StopTimeout = options.DrainTimeout;
        });
    }
}
