using Vespid.Vendors;

namespace Vespid.Tests.Integration.Support;

/// <summary>A host on a database whose clock the tests move.</summary>
public sealed class ClockHost : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();

    public HostProcess Host { get; private set; } = null!;

    internal ShiftedDatabase Database { get; private set; } = null!;

    public WebhookReceiver Receiver { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await ShiftedDatabase.StartAsync();
        Receiver = await WebhookReceiver.StartAsync();
        Host = await HostProcess.StartReadyAsync(
            _data.Path,
            PortOffsets.Take(),
            new Dictionary<string, string>
            {
                ["DATABASE_URL"] = Database.ConnectionString,
                ["CHANNEL_OUTBOUND_ALLOWED_HOSTS"] = "127.0.0.1",
                ["CHANNEL_OUTBOUND_RETRY_BASE_MS"] = "30000",
                ["CHANNEL_PAIRING_TTL_SEC"] = "600",
                ["AUTH_SIGNUP_PER_MIN"] = "1000",
            },
            "--no-demo");
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await Receiver.DisposeAsync();
        await Database.DisposeAsync();
        _data.Dispose();
    }
}
