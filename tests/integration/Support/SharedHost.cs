namespace Vespid.Tests.Integration.Support;

/// <summary>One host for the tests that need no restart, on an empty data folder.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();

    public HostProcess Host { get; private set; } = null!;

    public string DataFolder => _data.Path;

    public async Task InitializeAsync() => Host = await HostProcess.StartReadyAsync(
        _data.Path,
        HostProcess.FreeOffset(),
        new Dictionary<string, string>
        {
            ["TELEGRAM_TRANSPORT_MODE"] = "stub",
            ["CHANNEL_OUTBOUND_ALLOWED_HOSTS"] = "127.0.0.1",
            ["AUTH_SIGNUP_PER_MIN"] = "1000",
            ["AUTH_SIGNIN_PER_MIN"] = "1000",
        },
        "--no-demo");

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        _data.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class SharedHostCollection : ICollectionFixture<SharedHost>
{
    public const string Name = "shared host";
}
