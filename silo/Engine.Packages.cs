using System.Net;
using Orleans.Configuration;
using Orleans.Connections.Security;
using Orleans.Dashboard;
using StackExchange.Redis;
using Vespid.Gateway.Console;
using Vespid.Gateway.Health;
using Vespid.Gateway.Http;
using Vespid.Silo.Clustering;
using Vespid.Silo.Configuration;
using Vespid.Silo.Telemetry;

namespace Vespid.Silo;

/// <summary>Wires Microsoft.Orleans: a silo alone, or one of several that are listed in Redis. State and reminders are in our storage.</summary>
internal static class Engine
{
    public const string Name = "packages";
    public const bool HasClusters = true;

    private const int SiloPort = 11111;
    private const int GatewayPort = 30000;
    private const int MostForwards = 20;
    private const string ServiceId = "vespid";
    private const string DashboardPath = "/dashboard/orleans";

    // Its charts set styles of elements; scripts are its own file only.
    private const string DashboardContent =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // The lease of a silo that stands still has ended (3 s) before the others begin to do its work.
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RedisPatience = TimeSpan.FromSeconds(5);

    public static void Add(IHostApplicationBuilder builder, HostSettings settings) => builder.UseOrleans(silo =>
    {
        // A gateway has no grains: it hands requests on, and is no part of the cluster.
        if (settings.Cluster.IsOn && settings.Host.Role != ProcessRole.Gateway)
            Join(silo, settings.Host, settings.Cluster);
        else
            silo.UseLocalhostClustering(SiloPort + settings.Host.PortOffset, GatewayPort + settings.Host.PortOffset, serviceId: ServiceId, clusterId: settings.Cluster.Id);
        silo.AddReminders();
        silo.AddActivityPropagation();
        // Its log would show lines as they are before secrets are taken out.
        silo.AddDashboard(dashboard => dashboard.HideTrace = true);
        silo.Configure<SiloMessagingOptions>(messaging =>
        {
            messaging.ResponseTimeout = TimeSpan.FromSeconds(30);

            // Off by default there; the embedded engine always tells the callee that nobody waits any more.
            messaging.CancelRequestOnTimeout = true;

            // Twice there: a call that meets several activations as they end would be refused, and so would whoever waits for it.
            messaging.MaxForwardCount = MostForwards;
        });
    });

    /// <summary>Orleans' own pages, for the deployment's operator.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapOrleansDashboard(DashboardPath)
        .OnPort(PortRole.Control).WithMetadata(new ConsoleRule(ConsoleAudience.Operator), new ConsoleErrors()).ExcludeFromDescription()
        .AddEndpointFilter(static (invocation, next) =>
        {
            invocation.HttpContext.Response.Headers.ContentSecurityPolicy = DashboardContent;
            return next(invocation);
        });

    private static void Join(ISiloBuilder silo, VespidOptions host, ClusterSettings cluster)
    {
        silo.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (ServiceId, cluster.Id));
        silo.UseRedisClustering(options => options.ConfigurationOptions = RedisOf(cluster.Redis!));
        silo.Configure<ClusterMembershipOptions>(options => options.ProbeTimeout = ProbeTimeout);

        // No port for Orleans' clients: there are none.
        silo.ConfigureEndpoints(
            host.AdvertisedHost is { } named ? IPAddress.Parse(named) : host.Bind, SiloPort + host.PortOffset, gatewayPort: 0, listenOnAnyHostAddress: !IPAddress.IsLoopback(host.Bind));
        silo.Services.AddSingleton<IHealthProbe>(static services => new ClusterProbe(
            () => services.GetRequiredService<RuntimeGaugeService>().Last?.WritingSilos,
            () => services.GetRequiredService<IClusterMembershipService>().CurrentSnapshot.Members.Values
                .Count(member => member.Status is not (SiloStatus.None or SiloStatus.Created or SiloStatus.Dead)),
            services.GetRequiredService<TimeProvider>()));
        if (cluster.Peers is not { } peers)
            return;
        silo.UseTls(peers.Own, tls =>
        {
            tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
            tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
            tls.RemoteCertificateValidation = (certificate, chain, _) => peers.IsPeer(certificate, chain);
            tls.OnAuthenticateAsClient = (_, options) => options.TargetHost = ServiceId;
        });
    }

    private static ConfigurationOptions RedisOf(Uri url)
    {
        var options = new ConfigurationOptions
        {
            EndPoints = { { url.Host, url.IsDefaultPort || url.Port < 0 ? 6379 : url.Port } },
            Ssl = url.Scheme == "rediss",
            ConnectTimeout = (int)RedisPatience.TotalMilliseconds,
            AsyncTimeout = (int)RedisPatience.TotalMilliseconds,
            AbortOnConnectFail = false,
        };
        if (url.UserInfo.Split(':', 2) is [var user, var password])
            (options.User, options.Password) = (user.Length == 0 ? null : Uri.UnescapeDataString(user), Uri.UnescapeDataString(password));
        if (int.TryParse(url.AbsolutePath.Trim('/'), System.Globalization.CultureInfo.InvariantCulture, out var database))
            options.DefaultDatabase = database;
        return options;
    }
}
