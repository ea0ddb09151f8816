using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Vespid.Gateway.Access;
using Vespid.Gateway.Channels;
using Vespid.Gateway.ChatOps;
using Vespid.Gateway.Console;
using Vespid.Gateway.Delivery;
using Vespid.Gateway.Edges;
using Vespid.Gateway.Health;
using Vespid.Gateway.Http;
using Vespid.Gateway.Ingress;
using Vespid.Gateway.Internal;
using Vespid.Gateway.Limits;
using Vespid.Gateway.OpenApi;
using Vespid.Gateway.Organizations;
using Vespid.Gateway.Sessions;
using Vespid.Gateway.SignIn;
using Vespid.Gateway.Standby;
using Vespid.Gateway.Webchat;
using Vespid.Gateway.Workflows;

namespace Vespid.Gateway.Hosting;

/// <summary>Puts the HTTP edge into a host.</summary>
public static class GatewayHosting
{
    private const string PipelineMark = "vespid.gateway";

    /// <summary>
    /// Adds what the routes need. The host supplies the grain factory, storage queries and snapshots, the lease, visitors' tokens, ids and
    /// chance, one <see cref="IHealthProbe"/> a dependency and an <see cref="IMetricsText"/>.
    /// </summary>
    public static IServiceCollection AddVespidGateway(this IServiceCollection services, Action<GatewayOptions> configure)
    {
        services.AddOptions<GatewayOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddRouting();
        services.AddSingleton<PortMap>();
        services.AddSingleton<HopSeal>();
        services.AddSingleton<RequestsUnderWay>();
        services.AddHostedService<DrainService>();
        services.AddSingleton<RateLimitMetrics>();
        services.AddSingleton<RateLimits>();
        services.AddSingleton<TokenSigner>();
        services.AddSingleton<Authentication>();
        services.AddSingleton<PasswordHashing>();
        services.AddSingleton<RefreshTokens>();
        services.AddSingleton<SignInService>();
        services.AddSingleton<WebchatOrigins>();
        services.AddSingleton<WebchatStream>();
        services.AddSingleton<WebchatHandler>();
        services.AddSingleton<IngressHandler>();
        services.AddEdgeSurface();
        services.AddSingleton<HealthBoard>();
        services.AddSingleton<ChatOpsHealth>();
        services.AddHttpClient(StandbyForwarder.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => ForwardHandler(provider.GetRequiredService<IOptions<GatewayOptions>>().Value))
            .RemoveAllLoggers();
        services.Configure<JsonOptions>(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, GatewayJson.Default);
            json.SerializerOptions.Converters.Add(new UtcTimeConverter());
        });
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.AddConsole();
        services.AddApiDocument();
        return services;
    }

    /// <summary>
    /// The middleware of every port, in its order. Mapping routes adds it when it is not there yet, since without it every route would
    /// be open; call it oneself only to say what comes before and after.
    /// </summary>
    public static IApplicationBuilder UseVespidGateway(this IApplicationBuilder app)
    {
        if (!app.Properties.TryAdd(PipelineMark, true))
            return app;
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ErrorMiddleware>();
        app.UseMiddleware<ClientAddressMiddleware>();
        app.UseMiddleware<ControlCors>();
        app.UseRouting();
        app.UseMiddleware<PortGate>();
        app.UseMiddleware<DrainMiddleware>();
        app.UseMiddleware<StandbyForwarder>();
        app.UseMiddleware<AccessMiddleware>();
        return app;
    }

    /// <summary>Maps the control API: everything of the control port.</summary>
    public static IEndpointRouteBuilder MapControlApi(this IEndpointRouteBuilder app)
    {
        EnsurePipeline(app);
        var control = app.MapGroup("").OnPort(PortRole.Control);
        control.MapAuth();
        control.MapMe();
        control.MapCatalogue();
        control.MapAccounts();
        control.MapSecrets();
        control.MapAllowlist();
        control.MapPairing();
        control.MapTestSend();
        control.MapMessages();
        control.MapOrganizations();
        control.MapMembers();
        control.MapWorkerTokens();
        control.MapAudit();
        control.MapWorkflows();
        control.MapRuns();
        control.MapSessions();
        control.MapOutbox();
        control.MapDeadLetters();
        control.MapTriggerRun();
        control.MapInternalTestSend();
        control.MapWork();
        control.MapEdgeControl();
        control.MapRestore();
        control.MapConsole();
        control.MapChatOpsReads();
        control.MapChatOpsWrites();
        control.MapApiDocument();
        if (!app.ServiceProvider.GetRequiredService<IOptions<GatewayOptions>>().Value.IsProduction)
            control.MapStub();
        return app;
    }

    /// <summary>Maps what the outside world reaches.</summary>
    public static IEndpointRouteBuilder MapIngress(this IEndpointRouteBuilder app)
    {
        EnsurePipeline(app);
        var ingress = app.MapGroup("").OnPort(PortRole.Ingress);
        ingress.MapIngressRoutes();
        ingress.MapWebchat();
        ingress.MapEdgeIngress();
        return app;
    }

    /// <summary>Maps the health routes and <c>/metrics</c>.</summary>
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder app)
    {
        EnsurePipeline(app);
        app.MapHealthRoutes();
        app.MapMetrics();
        app.MapEdgeFigures();
        return app;
    }

    private static void EnsurePipeline(IEndpointRouteBuilder routes)
    {
        if (routes is not IApplicationBuilder app)
            throw new ArgumentException("Map the gateway's routes on the application itself, so that its middleware guards them.", nameof(routes));
        app.UseVespidGateway();
    }

    private static SocketsHttpHandler ForwardHandler(GatewayOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        MaxConnectionsPerServer = options.MaxForwardedRequests,
    };
}
