using Orleans.Configuration;
using Vespid.Silo.Configuration;

namespace Vespid.Silo;

/// <summary>Wires Microsoft.Orleans: a silo on this machine, with state and reminders in our storage.</summary>
internal static class Engine
{
    public const string Name = "packages";

    private const int SiloPort = 11111;
    private const int GatewayPort = 30000;
    private const int MostForwards = 20;

    public static void Add(IHostApplicationBuilder builder, VespidOptions options) => builder.UseOrleans(silo =>
    {
        silo.UseLocalhostClustering(SiloPort + options.PortOffset, GatewayPort + options.PortOffset, serviceId: "vespid", clusterId: "vespid");
        silo.AddReminders();
        silo.AddActivityPropagation();
        silo.Configure<SiloMessagingOptions>(messaging =>
        {
            messaging.ResponseTimeout = TimeSpan.FromSeconds(30);

            // Off by default there; the embedded engine always tells the callee that nobody waits any more.
            messaging.CancelRequestOnTimeout = true;

            // Twice there: a call that meets several activations as they end would be refused, and so would whoever waits for it.
            messaging.MaxForwardCount = MostForwards;
        });
    });
}
