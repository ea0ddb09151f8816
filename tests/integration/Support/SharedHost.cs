using Vespid.Vendors;

namespace Vespid.Tests.Integration.Support;

/// <summary>One host for the tests that need no restart, on an empty data folder.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    public const string ServiceToken = "service-token-of-the-integration-tests";
    public const string PreviousServiceToken = "service-token-before-the-one-of-the-tests";

    /// <summary>Key that account secrets are encrypted under.</summary>
    public const string Kek = "aW50ZWdyYXRpb24gdGVzdHM6IGtleSBvZiAzMiBCeXQ=";

    private readonly TemporaryFolder _data = new();

    public HostProcess Host { get; private set; } = null!;

    public string DataFolder => _data.Path;

    public async Task InitializeAsync() => Host = await HostProcess.StartReadyAsync(
        _data.Path,
        PortOffsets.Take(),
        new Dictionary<string, string>
        {
            ["TELEGRAM_TRANSPORT_MODE"] = "stub",
            ["CHANNEL_OUTBOUND_ALLOWED_HOSTS"] = "127.0.0.1",
            ["AUTH_SIGNUP_PER_MIN"] = "1000",
            ["AUTH_SIGNIN_PER_MIN"] = "1000",
            ["CHANNEL_INGRESS_RATE_AUTH_FAILURES_PER_MIN"] = "10000",
            ["EDGE_REGISTRATIONS_PER_MIN"] = "10000",
            ["INTERNAL_API_SERVICE_TOKEN"] = ServiceToken,
            ["INTERNAL_API_SERVICE_TOKEN_PREVIOUS"] = PreviousServiceToken,
            ["SECRETS_KEK_BASE64"] = Kek,
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
