using System.Diagnostics.Metrics;
using Vespid.Silo.Configuration;

namespace Vespid.Silo.Telemetry;

/// <summary>Shows how old secrets are, and says at the start which of them are due. A secret that is too old stops nothing that runs.</summary>
internal sealed partial class SecretAgeService : IHostedService, IDisposable
{
    private readonly Meter _meter = new("Vespid.Secrets");
    private readonly VespidOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<SecretAgeService> _logger;

    public SecretAgeService(HostSettings settings, TimeProvider clock, ILogger<SecretAgeService> logger)
    {
        _options = settings.Host;
        _clock = clock;
        _logger = logger;
        _meter.CreateObservableGauge("vespid_secret_age_days", Ages, description: "Days since a secret was issued, for those of which it is known");
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var (errors, warnings) = SecretAge.Check(_options, _clock.GetUtcNow());
        foreach (var said in errors.Concat(warnings))
            Log.Due(_logger, said);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<double>> Ages() => SecretAge.Rules.Where(rule => _options.SecretsIssuedAt.ContainsKey(rule.Variable)).Select(rule =>
        new Measurement<double>((_clock.GetUtcNow() - _options.SecretsIssuedAt[rule.Variable]).TotalDays, new KeyValuePair<string, object?>("secret", rule.Secret)));

    private static partial class Log
    {
        [LoggerMessage(EventId = 3031, EventName = "secret.age", Level = LogLevel.Warning, Message = "{Said}")]
        public static partial void Due(ILogger logger, string said);
    }
}
