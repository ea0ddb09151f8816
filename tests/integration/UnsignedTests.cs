using System.Net;
using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.Silo.Smoke;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>The production default: nobody gets in without a proof, on any of the 21 channels.</summary>
public sealed class UnsignedTests : IAsyncLifetime
{
    private const string Ed25519Key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    /// <summary>Channel, a secret that its platform proves itself with, and the reason for a request without that proof.</summary>
    private static readonly (string Channel, string Secret, string Reason)[] Expected =
    [
        ("whatsapp", "appSecret", "whatsapp_signature_missing"),
        ("telegram", "webhookSecretToken", "telegram_secret_token_invalid"),
        ("discord", "discordPublicKey", "discord_signature_missing"),
        ("irc", "ingressToken", "irc_token_invalid"),
        ("slack", "signingSecret", "slack_signature_missing"),
        ("googlechat", "verificationToken", "googlechat_token_invalid"),
        ("signal", "webhookSecret", "signal_signature_missing"),
        ("imessage", "ingressToken", "imessage_token_invalid"),
        ("feishu", "verificationToken", "feishu_token_invalid"),
        ("mattermost", "ingressToken", "mattermost_token_invalid"),
        ("bluebubbles", "webhookSecret", "bluebubbles_signature_missing"),
        ("msteams", "ingressToken", "msteams_token_invalid"),
        ("line", "channelSecret", "line_signature_missing"),
        ("nextcloud-talk", "ingressToken", "nextcloud_talk_token_invalid"),
        ("matrix", "ingressToken", "matrix_token_invalid"),
        ("nostr", "ingressToken", "nostr_token_invalid"),
        ("tlon", "ingressToken", "tlon_token_invalid"),
        ("twitch", "webhookSecret", "twitch_signature_missing"),
        ("zalo", "webhookSecret", "zalo_signature_missing"),
        ("zalouser", "ingressToken", "zalouser_token_invalid"),
        ("webchat", "ingressToken", "webchat_token_invalid"),
    ];

    private readonly TemporaryFolder _data = new();
    private HostProcess _host = null!;

    public async Task InitializeAsync() => _host = await HostProcess.StartReadyAsync(
        _data.Path,
        PortOffsets.Take(),
        new Dictionary<string, string> { ["CHANNEL_INGRESS_ALLOW_UNSIGNED"] = "false" },
        "--no-demo");

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Every_channel_refuses_an_unproven_request_with_its_own_reason()
    {
        Assert.Equal(ChannelCatalog.All.Select(channel => channel.Id), Expected.Select(row => row.Channel));
        using var client = await ApiClient.SignInAsync(_host);
        var wrong = new List<string>();
        foreach (var (channel, secret, reason) in Expected)
        {
            var without = await client.AddAccountAsync(channel, "without");
            var with = await client.AddAccountAsync(channel, "with");
            await client.OrganizationAsync(
                HttpMethod.Post, $"/channels/accounts/{with}/secrets", new JsonObject { ["name"] = secret, ["value"] = channel == "discord" ? Ed25519Key : "a-secret-of-the-test" });

            foreach (var (key, account, expected) in new[] { ("without", without, "unsigned_not_allowed"), ("with", with, reason) })
            {
                var (status, answer) = await client.IngressAsync(channel, key, JsonNode.Parse(SmokeBodies.Happy(channel, $"m-{key}"))!);
                var stored = (await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{account}/messages"))["messages"]!.AsArray().Count;
                if (status is not (HttpStatusCode.Accepted or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                    || (bool?)answer?["accepted"] == true
                    || ((string?)answer?["reason"] ?? expected) != expected
                    || stored != 0)
                    wrong.Add($"{channel}/{key}: {(int)status} {answer?.ToJsonString()}, {stored} stored");
            }
        }

        Assert.Empty(wrong);
    }
}
