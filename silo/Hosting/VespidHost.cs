using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using Vespid.Channels;
using Vespid.Gateway.Health;
using Vespid.Gateway.Hosting;
using Vespid.Grains;
using Vespid.Grains.Channels;
using Vespid.Silo.Configuration;
using Vespid.Silo.Demo;
using Vespid.Silo.Flags;
using Vespid.Silo.Health;
using Vespid.Silo.Logging;
using Vespid.Silo.Logging.Forwarding;
using Vespid.Silo.Telemetry;
using Vespid.Storage;

namespace Vespid.Silo.Hosting;

/// <summary>Puts the whole runtime into one process.</summary>
internal static class VespidHost
{
    /// <param name="settings">Read and checked.</param>
    /// <param name="configure">Services of one's own beside or instead of these; null for none.</param>
    public static WebApplication Build(HostSettings settings, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "vespid" });
        AddLogging(builder.Logging, settings);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            GatewayKestrel.Configure(kestrel, settings.Gateway);
            GatewayKestrel.Listen(kestrel, settings.Gateway, settings.Host.Bind);
        });
        AddServices(builder, settings);
        configure?.Invoke(builder.Services);

        var app = builder.Build();
        // Counts from the start on, not from the first question.
        _ = app.Services.GetRequiredService<IMetricsText>();
        app.UseVespidGateway();
        app.MapControlApi();
        Engine.Map(app);
        app.MapIngress();
        app.MapHealth();
        return app;
    }

    /// <summary>Storage, keys and queries alone, for commands that run beside a host.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, HostSettings settings)
    {
        services.AddVespidStorage(options => OptionsCopy.Copy(settings.Storage, options));
        services.AddVespidEntities(options => OptionsCopy.Copy(settings.Secrets, options));
        return services;
    }

    private static void AddServices(IHostApplicationBuilder builder, HostSettings settings)
    {
        var services = builder.Services;
        services.Configure<Microsoft.Extensions.Hosting.HostOptions>(options => options.ShutdownTimeout = settings.Host.DrainTimeout);
        services.AddRouting();
        services.AddSingleton(settings);
        services.AddSingleton(settings.Environment);

        // Hosted services start in this order and stop in the reverse one.
        services.AddHostedService<LogForwardService>();
        services.AddStorage(settings);
        services.AddSingleton<RuntimeFlags>();
        services.AddSingleton<IRuntimeFlags>(provider => provider.GetRequiredService<RuntimeFlags>());
        services.AddHostedService(provider => provider.GetRequiredService<RuntimeFlags>());
        Engine.Add(builder, settings);
        services.AddVespidChannels(options => OptionsCopy.Copy(settings.Channels, options));
        services.AddVespidGrains(options => OptionsCopy.Copy(settings.Runtime, options));
        services.AddVespidEdges(options => OptionsCopy.Copy(settings.Edges, options));
        services.AddVespidChatOps(settings.ChatOps.Settings, options => OptionsCopy.Copy(settings.Rooms, options));
        services.AddSingleton<RuntimeGaugeService>();
        services.AddHostedService(provider => provider.GetRequiredService<RuntimeGaugeService>());
        services.AddHostedService<ProcessGaugeService>();
        services.AddHostedService<SecretAgeService>();
        services.AddHostedService<HealthTick>();
        services.AddSingleton<IMetricsText, MetricsText>();
        if (settings.Host.OtlpEndpoint is { } endpoint)
            services.AddHostedService(_ => new OtlpExport(endpoint));
        services.AddSingleton<IHealthProbe, PostgresProbe>();
        services.AddSingleton<IHealthProbe, WriterProbe>();
        services.AddSingleton<IHealthProbe, LanesProbe>();
        services.AddSingleton<IHealthProbe, AlertsProbe>();
        services.AddSingleton<IHealthProbe, ChatOpsProbe>();
        services.AddSingleton<IHealthProbe, RestoreProbe>();
        services.AddHostedService<FirstStart>();
        services.AddVespidGateway(options => OptionsCopy.Copy(settings.Gateway, options));
    }

    private static void AddLogging(ILoggingBuilder logging, HostSettings settings)
    {
        logging.SetMinimumLevel(settings.Host.LogLevel);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // It has nothing to say above information, but while it is on every request gets an activity and a scope that nobody reads.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        logging.AddFilter("Npgsql", LogLevel.Error);
        logging.AddFilter("Orleans", LogLevel.Warning);
        logging.AddFilter("System.Net.Http", LogLevel.Warning);
        logging.Services.TryAddSingleton(TimeProvider.System);
        logging.Services.AddSingleton(provider => new LogLine(settings.Facts, LogRedaction.Of(settings.Environment, settings.NamedByRooms), provider.GetRequiredService<TimeProvider>()));
        logging.AddConsole(console => console.FormatterName = JsonLineFormatter.FormatterName).AddConsoleFormatter<JsonLineFormatter, ConsoleFormatterOptions>();
        AddForwarding(logging.Services, settings.Host);
        logging.Services.Configure<ConsoleLoggerOptions>(console =>
        {
            console.LogToStandardErrorThreshold = LogLevel.Trace;
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
    }

    private static void AddForwarding(IServiceCollection services, VespidOptions options)
    {
        services.AddSingleton<LogForwardMetrics>();
        services.AddSingleton(provider => new LogForwarder(
            provider.GetRequiredService<LogLine>(),
            [
                .. options.LogTargets.Select(target => new LogPump(
                    target, options.LogQueueLimit, (where, cancellationToken) => LogSinks.OpenAsync(where, options.LogDrainToken, cancellationToken),
                    provider.GetRequiredService<LogForwardMetrics>(), provider.GetRequiredService<TimeProvider>())),
            ]));
        if (options.LogTargets.Count > 0)
            services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<LogForwarder>());
    }
}
