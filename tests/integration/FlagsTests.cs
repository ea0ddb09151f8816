using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>Four switches stand before a message: the runtime, the channel, the organisation, the account.</summary>
public sealed class FlagsTests : IAsyncLifetime
{
    private const string Off = "channel_disabled";
    private const string Accepted = "accepted";

    /// <summary>What the documentation promises.</summary>
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(5);

    private readonly TemporaryFolder _data = new();
    private HostProcess _host = null!;
    private ApiClient _client = null!;
    private int _sent;

    private string EnvFile => Path.Combine(_data.Path, "flags.env");

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(EnvFile, "# nothing is off\n");
        _host = await HostProcess.StartReadyAsync(
            _data.Path, PortOffsets.Take(), new Dictionary<string, string> { ["CHANNEL_NEXTCLOUD_TALK_ENABLED"] = "Off" }, "--no-demo", "--env-file", EnvFile);
        _client = await ApiClient.SignInAsync(_host);
        foreach (var channel in (string[])["telegram", "irc", "nextcloud-talk"])
            await _client.AddOpenAccountAsync(channel, "flags");
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Each_switch_turns_messages_away_and_lets_them_in_again()
    {
        await using var probe = await DatabaseProbe.OpenAsync(_data.Path);

        // By the environment: for good.
        Assert.Equal(Off, await ReasonAsync("nextcloud-talk"));
        Assert.Equal(Accepted, await ReasonAsync("telegram"));

        // By the command: one channel, and only this one.
        await SetAsync("CHANNEL_TELEGRAM_ENABLED", "off", Off, "telegram");
        Assert.Equal(Accepted, await ReasonAsync("irc"));
        var listed = await CommandAsync("flags", "--json");
        Assert.False((bool)JsonNode.Parse(listed.Output)!.AsArray().Single(flag => (string?)flag!["name"] == "CHANNEL_TELEGRAM_ENABLED")!["enabled"]!);
        await SetAsync("CHANNEL_TELEGRAM_ENABLED", "on", Accepted, "telegram");

        // By the command: everything. What is off elsewhere stays off.
        await SetAsync("CHANNEL_RUNTIME_ENABLED", "off", Off, "telegram", "irc", "nextcloud-talk");
        var stored = await probe.CountAsync("SELECT count(*) FROM inbound_messages");
        Assert.Equal(Off, await ReasonAsync("irc"));
        Assert.Equal(stored, await probe.CountAsync("SELECT count(*) FROM inbound_messages"));
        await SetAsync("CHANNEL_RUNTIME_ENABLED", "on", Accepted, "telegram", "irc");
        Assert.Equal(Off, await ReasonAsync("nextcloud-talk"));

        // By the watched file.
        await File.WriteAllTextAsync(EnvFile, "export CHANNEL_IRC_ENABLED=no # while the network is away\n");
        await ReachesAsync("irc", Off);
        await File.WriteAllTextAsync(EnvFile, "");
        await ReachesAsync("irc", Accepted);

        Assert.Equal(2, (await CommandAsync("flags", "set", "CHANNEL_FAX_ENABLED", "off")).ExitCode);
        Assert.NotEqual(0, (await CommandAsync("flags", "set", "CHANNEL_IRC_ENABLED", "maybe")).ExitCode);
    }

    [Fact]
    public async Task An_organisation_an_account_and_an_unknown_name_have_reasons_of_their_own()
    {
        Assert.Equal("account_not_found", await _client.ReasonOfAsync("telegram", "nobody", Messages.Direct("m-1")));

        await _client.OrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["channelRuntimeEnabled"] = false });
        Assert.Equal(Off, await ReasonAsync("telegram"));
        await _client.OrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["channelRuntimeEnabled"] = true });
        Assert.Equal(Accepted, await ReasonAsync("telegram"));

        // The next message after the answer to the operator sees the change.
        var account = await _client.AddOpenAccountAsync("telegram", "switched");
        for (var i = 0; i < 10; i++)
        {
            await _client.OrganizationAsync(HttpMethod.Patch, $"/channels/accounts/{account}", new JsonObject { ["enabled"] = false });
            Assert.Equal("account_disabled", await _client.ReasonOfAsync("telegram", "switched", Messages.Direct($"off-{i}")));
            await _client.OrganizationAsync(HttpMethod.Patch, $"/channels/accounts/{account}", new JsonObject { ["enabled"] = true });
            Assert.Equal(Accepted, await _client.ReasonOfAsync("telegram", "switched", Messages.Direct($"on-{i}")));
        }
    }

    private async Task SetAsync(string flag, string value, string reason, params string[] channels)
    {
        Assert.Equal(0, (await CommandAsync("flags", "set", flag, value, "--reason", "a test")).ExitCode);
        foreach (var channel in channels)
            await ReachesAsync(channel, reason);
    }

    private Task ReachesAsync(string channel, string reason) =>
        Wait.UntilAsync(async () => await ReasonAsync(channel) == reason, () => $"{channel} answers {reason}", Promise);

    private Task<string?> ReasonAsync(string channel) => _client.ReasonOfAsync(channel, "flags", Messages.Direct($"m-{Interlocked.Increment(ref _sent)}"));

    private Task<VespidCommand> CommandAsync(params string[] arguments) =>
        VespidCommand.RunAsync(new Dictionary<string, string> { ["VESPID_DATA_DIR"] = _data.Path }, arguments);
}
