using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Vespid.Embedded;
using Vespid.Silo.Configuration;
using Vespid.Silo.Hosting;
using Vespid.Storage.Server;
using Vespid.Tests.Fuzz.Checks;
using Vespid.Vendors;

namespace Vespid.Tests.Fuzz.Hosting;

/// <summary>The whole program in this process, on a private PostgreSQL and ports of its own.</summary>
internal sealed class FuzzHost : IAsyncDisposable
{
    public const string OperatorEmail = "operator@example.com";
    public const string Password = Planted.Mark + "-password";
    public const string ServiceToken = Planted.Mark + "-service-token";
    private readonly WebApplication _app;
    private readonly PrivatePostgres _database;
    private readonly string _folder;

    private FuzzHost(WebApplication app, HostSettings settings, PrivatePostgres database, string folder)
    {
        _app = app;
        _database = database;
        _folder = folder;
        ControlPort = settings.Gateway.ControlPort;
        IngressPort = settings.Gateway.IngressPort;
        Rules = new ReplyRules(new NpgsqlConnectionStringBuilder(database.ConnectionString).Password ?? Planted.Mark);
    }

    public int ControlPort { get; }

    public int IngressPort { get; }

    public CapturedFaults Faults { get; } = new();

    public ReplyRules Rules { get; }

    /// <summary>Grains in memory.</summary>
    public int Activations => _app.Services.GetRequiredService<EmbeddedSilo>().GetStatistics().TotalActivations;

    public static async Task<FuzzHost> StartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("vespid-fuzz-").FullName;
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var settings = HostSettings.Read(EnvironmentValues.Of(new Dictionary<string, string>
        {
            ["VESPID_DATA_DIR"] = folder,
            ["VESPID_PORT_OFFSET"] = PortOffsets.Take().ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["VESPID_DEMO"] = "false",
            ["VESPID_LOG_LEVEL"] = "Error",
            ["AUTH_USERNAME"] = OperatorEmail,
            ["AUTH_PASSWORD"] = Password,
            ["AUTH_TOKEN_SECRET"] = Planted.Mark + "-signs-access-tokens-of-this-run",
            ["REFRESH_TOKEN_SECRET"] = Planted.Mark + "-hashes-refresh-tokens-of-this-run",
            ["SECRETS_KEK_BASE64"] = Planted.Mark + new string('A', 34) + "=",
            ["INTERNAL_API_SERVICE_TOKEN"] = ServiceToken,
            ["AUTH_SIGNIN_PER_MIN"] = "100000",
            ["AUTH_SIGNUP_PER_MIN"] = "100000",
            ["CHANNEL_INGRESS_RATE_PER_SEC"] = "1000000",
            ["CHANNEL_INGRESS_RATE_AUTH_FAILURES_PER_MIN"] = "100000",
            ["TELEGRAM_TRANSPORT_MODE"] = "stub",
            ["TELEGRAM_API_BASE_URL"] = "http://127.0.0.1:9",
            ["CHANNEL_OUTBOUND_ALLOWED_HOSTS"] = "127.0.0.1",
            ["CHANNEL_OUTBOUND_TIMEOUT_MS"] = "1000",
        }));
        if (settings.Errors.Count > 0)
            throw new InvalidOperationException(string.Join('\n', settings.Errors));
        // Passwords are not what is tried here; their real cost would be most of the run.
        settings.Gateway.PasswordIterations = 1000;
        var database = await PrivatePostgres.StartAsync(settings.Storage.DataFolder, TimeProvider.System, NullLogger.Instance, cancellationToken);
        var app = VespidHost.Build(settings, services => services.PostConfigure<EmbeddedOptions>(engine =>
        {
            // Idle grains go while the run lasts, so that what stays in memory afterwards is what nobody lets go of.
            engine.CollectionQuantum = TimeSpan.FromSeconds(1);
            engine.CollectionAge = TimeSpan.FromSeconds(4);
        }));
        var host = new FuzzHost(app, settings, database, folder);
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(host.Faults);
        await app.StartAsync(cancellationToken);
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        Faults.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
