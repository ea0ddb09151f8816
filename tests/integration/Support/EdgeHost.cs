using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Edges;
using Vespid.Silo.Configuration;
using Vespid.Silo.Hosting;
using Vespid.Storage;
using Vespid.Vendors;

namespace Vespid.Tests.Integration.Support;

/// <summary>The whole runtime in this process, on a private server, with a webhook and Telegram for its default receiver; tests call the grains.</summary>
public sealed class EdgeHost : IAsyncLifetime
{
    public const string Chat = "4242";
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _data = new();
    private readonly int _offset = PortOffsets.Take();
    private WebApplication? _app;

    public WebhookReceiver Webhook { get; private set; } = null!;

    public FakeTelegram Telegram { get; private set; } = null!;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public IServiceProvider Services => _app!.Services;

    public Guid Organization { get; private set; }

    public static Actor Operator { get; } = new("operator", "op", null);

    public async Task InitializeAsync()
    {
        Webhook = await WebhookReceiver.StartAsync();
        Telegram = await FakeTelegram.StartAsync();
        await StartAsync();
        Organization = await ScalarAsync<Guid>("INSERT INTO organizations (id, name) VALUES (gen_random_uuid(), 'edges') RETURNING id");
        var put = await Grains.GetGrain<IFleetGrain>(0).Put(
            """
            {"keys_version":"h1","channels_version":"c1","backend_endpoint":"backend.example.com:8907",
             "reality":{"public_key":"pub","encryption":"mlkem768x25519plus.native.0rtt","server_names":["a.example.com","b.example.com"]},
             "awg":{"network":"10.9.0.0/16","motherly_pubkey":"mp","motherly_endpoint":"198.51.100.1:51820","motherly_awg_ip":"10.9.0.2","jc":4},
             "hysteria2":{"server":"h.example.com","port":"443","auth_pass":"a-pass","obfs_pass":"o-pass"}}
            """,
            Operator);
        Assert.Null(put.Refusal);
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        await Webhook.DisposeAsync();
        await Telegram.DisposeAsync();
        _data.Dispose();
    }

    /// <summary>Ends the runtime and starts it anew on the same data.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Services.GetRequiredService<Database>().ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private async Task StartAsync()
    {
        var settings = HostSettings.Read(EnvironmentValues.Of(new Dictionary<string, string>
        {
            ["VESPID_DATA_DIR"] = _data.Path,
            ["VESPID_PORT_OFFSET"] = _offset.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["VESPID_LOG_LEVEL"] = "Error",
            ["TELEGRAM_API_BASE_URL"] = Telegram.Url.ToString(),
            ["OXPULSE_TG_WEBHOOK"] = new Uri(Webhook.Url, "/hook").ToString(),
            ["OXPULSE_TG_CHAT"] = Chat,
            ["TG_TOKEN"] = Telegram.BotToken,
            ["EDGE_GROUP_WAIT"] = "0",
            ["VESPID_DEMO"] = "false",
        }));
        Assert.Empty(settings.Errors);
        _app = VespidHost.Build(settings);
        await _app.StartAsync();
    }

    private async Task StopAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
    }
}
