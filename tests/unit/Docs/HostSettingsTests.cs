using Vespid.Silo;
using Vespid.Silo.Configuration;

namespace Vespid.Tests.Unit.Docs;

/// <summary>Settings are checked before anything starts, and each fault names its variable.</summary>
public sealed class HostSettingsTests : IDisposable
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private const string Kek = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    private readonly string _folder = Directory.CreateTempSubdirectory("vespid-settings-").FullName;

    public static TheoryData<string> RequiredInProduction =>
        ["DATABASE_URL", "AUTH_TOKEN_SECRET", "REFRESH_TOKEN_SECRET", "SECRETS_KEK_BASE64", "INTERNAL_API_SERVICE_TOKEN"];

    /// <summary>Variable, value, what the fault says.</summary>
    public static TheoryData<string, string, string> OutOfBounds => new()
    {
        { "VESPID_BIND", "everywhere", "must be an IP address, but is 'everywhere'" },
        { "VESPID_PORT_OFFSET", "-1", "must be 0 to 50000, but is -1" },
        { "VESPID_PORT_OFFSET", "50001", "must be 0 to 50000, but is 50001" },
        { "VESPID_PORT_OFFSET", "one", "must be a whole number, but is 'one'" },
        { "VESPID_ENV", "test", "must be one of local, staging, production, but is 'test'" },
        { "VESPID_ROLE", "worker", "must be one of all, silo, gateway, but is 'worker'" },
        { "VESPID_ADVERTISED_HOST", "http://silo-1", "must be a host name or an IP address, but is 'http://silo-1'" },
        { "VESPID_DEMO", "perhaps", "must be true or false, but is 'perhaps'" },
        { "VESPID_DRAIN_SEC", "0", "must be 1 to 300, but is 0" },
        { "VESPID_DRAIN_SEC", "301", "must be 1 to 300, but is 301" },
        { "OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "must be an http or https URL" },
        { "TRUSTED_PROXIES", "10.0.0.0/8,proxy", "must be CIDR blocks" },
        { "TELEGRAM_TRANSPORT_MODE", "dry", "must be one of" },
        { "REDIS_URL", "localhost:6379", "must be a redis:// or rediss:// URL" },
        { "SECRETS_KEK_BASE64", "c2hvcnQ=", "must be 32 bytes in base64." },
        { "SECRETS_KEK_PREVIOUS", "no-colon", "must be name:base64 pairs with commas between them." },
    };

    [Fact]
    public void Nothing_set_is_a_development_machine()
    {
        var settings = Read();

        Assert.Empty(settings.Errors);
        Assert.False(settings.Gateway.IsProduction);
        Assert.True(settings.Runtime.AllowUnsigned);
        Assert.Equal(["dev-gateway-token"], settings.Gateway.ServiceTokens);
        Assert.Equal(Read().Gateway.AuthTokenSecret, settings.Gateway.AuthTokenSecret);
    }

    [Fact]
    public void Production_with_everything_set_has_no_fault()
    {
        var settings = HostSettings.Read(EnvironmentValues.Of(Production()));

        Assert.Empty(settings.Errors);
        Assert.True(settings.Gateway.IsProduction);
        Assert.False(settings.Runtime.AllowUnsigned);
        Assert.False(File.Exists(Path.Combine(_folder, "development-keys.json")));
    }

    [Fact]
    public void A_gateway_never_writes_and_needs_no_key_of_the_accounts_secrets()
    {
        var values = Production();
        values["VESPID_ROLE"] = "gateway";
        values.Remove("SECRETS_KEK_BASE64");

        var settings = HostSettings.Read(EnvironmentValues.Of(values));

        Assert.Empty(settings.Errors);
        Assert.False(settings.Storage.MayWrite);
        values["VESPID_ROLE"] = "silo";
        Assert.Contains("SECRETS_KEK_BASE64", Assert.Single(HostSettings.Read(EnvironmentValues.Of(values)).Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.1.2.3", "http://10.1.2.3:3001")]
    [InlineData("silo-1.vespid", "http://silo-1.vespid:3001")]
    [InlineData("fd00::7", "http://[fd00::7]:3001")]
    public void Others_are_told_the_address_that_was_named(string host, string control)
    {
        var values = Production();
        values["VESPID_BIND"] = "0.0.0.0";
        values["VESPID_ADVERTISED_HOST"] = host;

        Assert.Equal(control, HostSettings.Read(EnvironmentValues.Of(values)).Storage.Address!.Control);
    }

    [Theory]
    [MemberData(nameof(RequiredInProduction))]
    public void Production_names_what_is_missing_and_only_that(string name)
    {
        var values = Production();
        values.Remove(name);

        Assert.Equal([$"{name} must be set in production."], HostSettings.Read(EnvironmentValues.Of(values)).Errors);
    }

    [Theory]
    [MemberData(nameof(RequiredInProduction))]
    public void Set_to_nothing_is_not_set(string name)
    {
        var values = Production();
        values[name] = "";

        Assert.Contains($"{name} must be set in production.", HostSettings.Read(EnvironmentValues.Of(values)).Errors);
    }

    [Fact]
    public void Production_refuses_the_development_token()
    {
        var values = Production();
        values["INTERNAL_API_SERVICE_TOKEN"] = "dev-gateway-token";

        Assert.Equal(
            ["INTERNAL_API_SERVICE_TOKEN must not be the development token in production."], HostSettings.Read(EnvironmentValues.Of(values)).Errors);
    }

    [Fact]
    public void Production_refuses_an_open_sign_up()
    {
        var values = Production();
        values["AUTH_SIGNUP_MODE"] = "open";

        Assert.Equal(["AUTH_SIGNUP_MODE must be pin or closed in production."], HostSettings.Read(EnvironmentValues.Of(values)).Errors);
    }

    [Theory]
    [InlineData(null, "127.0.0.1", false)]
    [InlineData(null, "::1", false)]
    [InlineData(null, "0.0.0.0", true)]
    [InlineData("local", "0.0.0.0", false)]
    [InlineData("staging", "127.0.0.1", true)]
    [InlineData("production", "127.0.0.1", true)]
    public void Production_rules_follow_the_environment_and_without_one_the_address(string? environment, string bind, bool production)
    {
        var values = Production();
        values.Remove("VESPID_ENV");
        values["VESPID_BIND"] = bind;
        if (environment is not null)
            values["VESPID_ENV"] = environment;

        Assert.Equal(production, HostSettings.Read(EnvironmentValues.Of(values)).Gateway.IsProduction);
    }

    [Theory]
    [MemberData(nameof(OutOfBounds))]
    public void A_value_out_of_bounds_is_one_fault_that_names_its_variable(string name, string value, string says)
    {
        var fault = Assert.Single(Read((name, value)).Errors);

        Assert.StartsWith(name + " ", fault, StringComparison.Ordinal);
        Assert.Contains(says, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("VESPID_PORT_OFFSET", "0")]
    [InlineData("VESPID_PORT_OFFSET", "50000")]
    [InlineData("VESPID_DRAIN_SEC", "1")]
    [InlineData("VESPID_DRAIN_SEC", "300")]
    public void A_bound_itself_is_allowed(string name, string value) => Assert.Empty(Read((name, value)).Errors);

    [Fact]
    public void All_faults_are_told_at_once() => Assert.Equal(
        2, Read(("VESPID_PORT_OFFSET", "x"), ("VESPID_DRAIN_SEC", "0")).Errors.Count);

    [Fact]
    public void No_fault_shows_a_secret()
    {
        const string Value = "not base64 but confidential";
        Assert.All(
            SettingCatalog.All.Where(setting => setting.IsSecret),
            setting => Assert.DoesNotContain(Value, string.Join('\n', Read((setting.Name, Value)).Errors), StringComparison.Ordinal));
    }

    [Fact]
    public void Silos_share_a_database_and_are_had_on_packages_only()
    {
        var alone = Read(("REDIS_URL", "redis://127.0.0.1:6379"));
        Assert.Equal(!Engine.HasClusters, alone.Errors.Any(fault => fault.StartsWith("REDIS_URL is for several silos", StringComparison.Ordinal)));
        Assert.Contains("DATABASE_URL must be set with REDIS_URL: silos share one database.", alone.Errors);
        Assert.True(alone.Storage.IsClustered);

        var shared = Read(("REDIS_URL", "redis://127.0.0.1:6379"), ("DATABASE_URL", "Host=127.0.0.1"), ("VESPID_ADVERTISED_HOST", "silo-1"));
        Assert.Contains(shared.Errors, fault => fault.StartsWith("VESPID_ADVERTISED_HOST must be the IP address", StringComparison.Ordinal));
        Assert.False(Read().Storage.IsClustered);
    }

    [Theory]
    [InlineData("CLUSTER_TLS_CERT")]
    [InlineData("CLUSTER_TLS_KEY")]
    [InlineData("CLUSTER_TLS_CA")]
    public void Certificates_of_silos_are_given_together_or_not_at_all(string only) => Assert.Equal(
        "CLUSTER_TLS_CERT, CLUSTER_TLS_KEY and CLUSTER_TLS_CA must be set together, or none of them.", Assert.Single(Read((only, "x")).Errors));

    [Fact]
    public void The_first_operator_needs_a_password_of_eight_characters()
    {
        Assert.Contains("AUTH_PASSWORD", Assert.Single(Read(("AUTH_USERNAME", "a@example.org"), ("AUTH_PASSWORD", "1234567")).Errors), StringComparison.Ordinal);
        Assert.Empty(Read(("AUTH_USERNAME", "a@example.org"), ("AUTH_PASSWORD", "12345678")).Errors);
    }

    [Fact]
    public void The_first_service_token_that_is_set_counts_and_the_previous_one_too()
    {
        Assert.Equal(["a"], Read(("INTERNAL_API_SERVICE_TOKEN", "a"), ("API_SERVICE_TOKEN", "b"), ("GATEWAY_SERVICE_TOKEN", "c")).Gateway.ServiceTokens);
        Assert.Equal(["b"], Read(("API_SERVICE_TOKEN", "b"), ("GATEWAY_SERVICE_TOKEN", "c")).Gateway.ServiceTokens);
        Assert.Equal(["c"], Read(("GATEWAY_SERVICE_TOKEN", "c")).Gateway.ServiceTokens);
        Assert.Equal(["a", "z"], Read(("INTERNAL_API_SERVICE_TOKEN", "a"), ("INTERNAL_API_SERVICE_TOKEN_PREVIOUS", "z")).Gateway.ServiceTokens);
    }

    [Fact]
    public void The_offset_moves_every_port()
    {
        var gateway = Read(("VESPID_PORT_OFFSET", "100")).Gateway;

        Assert.Equal([3101, 3102, 8180, 9564], [gateway.ControlPort, gateway.IngressPort, gateway.HealthPort, gateway.MetricsPort]);
    }

    [Fact]
    public void A_default_that_the_catalogue_names_is_the_one_that_holds()
    {
        var values = SettingCatalog.All.Where(setting => setting.Default != "none" && !setting.Default.Contains(' ', StringComparison.Ordinal)).ToList();
        Assert.True(values.Count > 25, $"only {values.Count} defaults are values");
        Assert.All(values, setting =>
        {
            var plain = Activator.CreateInstance(setting.Target)!;
            var applied = Activator.CreateInstance(setting.Target)!;
            setting.Apply(applied, setting.Default);
            foreach (var property in setting.Target.GetProperties().Where(property => property.SetMethod is not null))
                Assert.Equal((setting.Name, property.Name, property.GetValue(plain)), (setting.Name, property.Name, property.GetValue(applied)));
        });
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private HostSettings Read(params (string Name, string Value)[] values) => HostSettings.Read(EnvironmentValues.Of(
        new Dictionary<string, string>(values.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))) { ["VESPID_DATA_DIR"] = _folder }));

    private Dictionary<string, string> Production() => new()
    {
        ["VESPID_ENV"] = "production",
        ["VESPID_DATA_DIR"] = _folder,
        ["DATABASE_URL"] = "postgres://vespid:password@db.example.org/vespid",
        ["AUTH_TOKEN_SECRET"] = Secret,
        ["REFRESH_TOKEN_SECRET"] = Secret,
        ["SECRETS_KEK_BASE64"] = Kek,
        ["INTERNAL_API_SERVICE_TOKEN"] = Secret,
    };
}
