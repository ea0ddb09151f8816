using Vespid.Vendors;

namespace Vespid.Tests.Integration.Support;

/// <summary>
/// One host, a fake Telegram and a fake receiver of webhooks for the tests of one class. Waits between attempts are short, limits are wide; tests keep
/// apart by chats, accounts and organisations of their own.
/// </summary>
public sealed class VendorHost : IAsyncLifetime
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _data = new();
    private readonly int _offset = PortOffsets.Take();
    private long _lastChat = 50_000;

    public HostProcess Host { get; private set; } = null!;

    public FakeTelegram Telegram { get; private set; } = null!;

    public string DataFolder => _data.Path;

    /// <summary>A chat that no other test uses.</summary>
    public long NewChat() => Interlocked.Increment(ref _lastChat);

    public async Task InitializeAsync()
    {
        Telegram = await FakeTelegram.StartAsync();
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await Telegram.DisposeAsync();
        _data.Dispose();
    }

    /// <summary>kill -9 and a new start on the same data and ports.</summary>
    public async Task KillAndStartAsync()
    {
        await Host.KillAsync();
        await Host.DisposeAsync();
        await StartAsync();
    }

    /// <summary>Nobody listens at Telegram's address while <paramref name="meanwhile"/> runs; the fake that comes after has recorded nothing yet.</summary>
    public async Task WithoutTelegramAsync(Func<Task> meanwhile)
    {
        var (port, token) = (Telegram.Url.Port, Telegram.BotToken);
        await Telegram.DisposeAsync();
        await meanwhile();
        Telegram = await FakeTelegram.StartAsync(token, port);
    }

    private async Task StartAsync() => Host = await HostProcess.StartReadyAsync(
        _data.Path,
        _offset,
        new Dictionary<string, string>
        {
            ["TELEGRAM_API_BASE_URL"] = Telegram.Url.ToString(),
            ["TELEGRAM_SENDS_PER_SEC"] = "10000",
            ["TELEGRAM_CONVERSATION_INTERVAL_MS"] = "0",
            ["CHANNEL_OUTBOUND_ALLOWED_HOSTS"] = "127.0.0.1",
            ["CHANNEL_OUTBOUND_TIMEOUT_MS"] = "1000",
            ["CHANNEL_OUTBOUND_RETRY_BASE_MS"] = "200",
            ["CHANNEL_OUTBOUND_MAX_ATTEMPTS"] = "3",
            ["CHANNEL_INGRESS_RATE_AUTH_FAILURES_PER_MIN"] = "1000",
            ["WORK_LEASE_SEC"] = "5",
            ["AUTH_SIGNUP_PER_MIN"] = "1000",
            ["AUTH_SIGNIN_PER_MIN"] = "1000",
        },
        "--no-demo");
}
