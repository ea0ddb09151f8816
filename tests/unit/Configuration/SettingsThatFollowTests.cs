using System.Net;
using Vespid.Gateway.Hosting;
using Vespid.Silo.Configuration;

namespace Vespid.Tests.Unit.Configuration;

/// <summary>Settings that nobody set and that follow from others.</summary>
public sealed class SettingsThatFollowTests : IDisposable
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private const string Kek = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    private readonly string _folder = Directory.CreateTempSubdirectory("vespid-settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Keys_that_are_set_are_not_replaced_by_those_of_the_data_folder()
    {
        var settings = Read(("AUTH_TOKEN_SECRET", Secret), ("REFRESH_TOKEN_SECRET", Secret + "r"), ("SECRETS_KEK_BASE64", Kek), ("API_SERVICE_TOKEN", "t"));

        Assert.Equal((Secret, Secret + "r"), (settings.Gateway.AuthTokenSecret, settings.Gateway.RefreshTokenSecret));
        Assert.Equal(Convert.FromBase64String(Kek), settings.Secrets.Kek);
        Assert.Equal(["t"], settings.Gateway.ServiceTokens);
    }

    [Fact]
    public void Keys_of_a_development_machine_are_three_different_ones_and_stay()
    {
        var (first, second) = (Read(), Read());

        Assert.NotEqual(first.Gateway.AuthTokenSecret, first.Gateway.RefreshTokenSecret);
        Assert.Equal(
            (first.Gateway.AuthTokenSecret, first.Gateway.RefreshTokenSecret, Convert.ToHexString(first.Secrets.Kek!)),
            (second.Gateway.AuthTokenSecret, second.Gateway.RefreshTokenSecret, Convert.ToHexString(second.Secrets.Kek!)));
        Assert.Equal(32, first.Secrets.Kek!.Length);
    }

    [Fact]
    public void A_look_at_the_settings_leaves_no_keys_behind()
    {
        var settings = HostSettings.Read(EnvironmentValues.Of(new Dictionary<string, string> { ["VESPID_DATA_DIR"] = _folder }), keepKeys: false);

        Assert.NotEmpty(settings.Gateway.AuthTokenSecret);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Visitors_of_the_web_chat_get_a_key_of_their_own_from_the_secret_of_tokens()
    {
        var key = Read(("AUTH_TOKEN_SECRET", Secret)).Channels.VisitorTokenKey;

        Assert.Equal(key, Read(("AUTH_TOKEN_SECRET", Secret), ("VESPID_PORT_OFFSET", "5")).Channels.VisitorTokenKey);
        Assert.NotEqual(key, Read(("AUTH_TOKEN_SECRET", Secret + "x")).Channels.VisitorTokenKey);
        Assert.Equal(new Vespid.Channels.ChannelOptions().VisitorTokenKey, Read(("VESPID_ENV", "production")).Channels.VisitorTokenKey);
    }

    [Theory]
    [InlineData("local", SignupMode.Open, true)]
    [InlineData("production", SignupMode.Closed, false)]
    public void Development_is_open_and_production_is_not(string environment, SignupMode mode, bool unsigned)
    {
        var settings = Read(("VESPID_ENV", environment));
        Assert.Equal((mode, unsigned), (settings.Gateway.SignupMode, settings.Runtime.AllowUnsigned));

        settings = Read(("VESPID_ENV", environment), ("AUTH_SIGNUP_MODE", "pin"), ("CHANNEL_INGRESS_ALLOW_UNSIGNED", unsigned ? "false" : "true"));
        Assert.Equal((SignupMode.Pin, !unsigned), (settings.Gateway.SignupMode, settings.Runtime.AllowUnsigned));
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("10.1.2.3", "10.1.2.3")]
    [InlineData("0.0.0.0", null)]
    [InlineData("::", null)]
    public void Another_process_finds_this_one_at_its_address_and_at_its_name_when_it_binds_to_all(string bind, string? host)
    {
        host ??= Dns.GetHostName();
        var address = Read(("VESPID_BIND", bind), ("VESPID_PORT_OFFSET", "10")).Storage.Address!;
        Assert.Equal(($"http://{host}:3011", $"http://{host}:3012"), (address.Control, address.Ingress));
    }

    private HostSettings Read(params (string Name, string Value)[] values) => HostSettings.Read(EnvironmentValues.Of(
        new Dictionary<string, string>(values.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))) { ["VESPID_DATA_DIR"] = _folder }));
}
