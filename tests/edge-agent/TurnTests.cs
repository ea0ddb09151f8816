using System.Globalization;
using Vespid.Tests.EdgeAgent.Support;

namespace Vespid.Tests.EdgeAgent;

/// <summary>The relay beside an edge: whether it gives an allocation to who knows its secret.</summary>
public sealed class TurnTests
{
    private const string TimedOut = "coturn fail - T timeout";

    [Theory]
    [InlineData(TurnServer.Secret, null, "ok - T allocate")]
    [InlineData("another-secret", null, "fail - T other")]
    [InlineData(TurnServer.Secret, 486, "fail - T auth-486")]
    [InlineData(TurnServer.Secret, 508, "fail - T other")]
    [InlineData(null, null, "ok - T stun-degraded")]
    public async Task An_allocation_is_asked_for_with_credentials_of_the_shared_secret(string? secret, int? refusal, string told)
    {
        await using var central = await Central.StartAsync();
        await using var relay = new TurnServer { Refusal = refusal };
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        edge.Environment["OXPULSE_TURN_SECRET"] = secret;

        Assert.Equal($"coturn {told}", await AnsweredAsync(central, edge, relay.Port));
        Assert.Equal(secret is null ? [] : [secret == TurnServer.Secret], relay.Judged.Distinct());
    }

    [Fact]
    public async Task The_secret_is_the_configurations_unless_one_is_set_and_many_bytes_make_no_difference()
    {
        await using var central = await Central.StartAsync();
        await using var relay = new TurnServer();
        using var edge = new EdgeHost(central);
        central.Config["TURN_SECRET"] = TurnServer.Secret;
        await edge.InstalledAsync();

        // A byte of 0xff, in one request of eight, would be sent twice: another transaction is taken then.
        for (var i = 0; i < 4; i++)
            Assert.Equal("coturn ok - T allocate", await AnsweredAsync(central, edge, relay.Port));
        Assert.InRange(relay.Judged.Count, 4, 12);
        Assert.DoesNotContain(false, relay.Judged);
    }

    [Fact]
    public async Task A_relay_that_says_nothing_and_one_that_is_not_there_time_out()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        edge.Environment["OXPULSE_TURN_SECRET"] = TurnServer.Secret;
        int gone;
        await using (var relay = new TurnServer { IsSilent = true })
        {
            gone = relay.Port;
            Assert.Equal(TimedOut, await ProbedAsync(central, edge, gone, patience: 1));
        }

        Assert.Equal(TimedOut, await ProbedAsync(central, edge, gone));
    }

    [Fact]
    public async Task No_process_ever_shows_the_secret()
    {
        await using var central = await Central.StartAsync();
        await using var relay = new TurnServer();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        edge.Environment["OXPULSE_TURN_SECRET"] = TurnServer.Secret;
        var seen = Path.Combine(edge.Folder, "arguments");
        foreach (var tool in (string[])["awk", "sed", "od", "tr", "cut", "grep", "base64", "sha1sum", "md5sum", "curl"])
            edge.AddTool(tool, $"#!/bin/sh\nprintf '%s\\n' \"$*\" >>'{seen}'\nPATH=/usr/bin:/bin exec {tool} \"$@\"\n");

        Assert.Equal("coturn ok - T allocate", await AnsweredAsync(central, edge, relay.Port));

        var arguments = await File.ReadAllTextAsync(seen);
        Assert.Contains("telnet://127.0.0.1:", arguments, StringComparison.Ordinal);
        foreach (var shown in (string[])[TurnServer.Secret, Convert.ToHexStringLower(System.Text.Encoding.ASCII.GetBytes(TurnServer.Secret))])
            Assert.DoesNotContain(shown, arguments, StringComparison.Ordinal);
    }

    /// <summary>The same of a relay that answers: it is a part of this process, and may be late itself when the machine is busy.</summary>
    private static async Task<string> AnsweredAsync(Central central, EdgeHost edge, int port)
    {
        var line = await ProbedAsync(central, edge, port);
        for (var again = 0; again < 2 && line == TimedOut; again++)
            line = await ProbedAsync(central, edge, port);
        return line;
    }

    /// <summary>The relay's line of one report, its time as T.</summary>
    private static async Task<string> ProbedAsync(Central central, EdgeHost edge, int port, int patience = 30)
    {
        edge.Environment["OXPULSE_COTURN_PROBE_TARGET"] = "127.0.0.1";
        edge.Environment["OXPULSE_CHANNEL_PROBE_TIMEOUT"] = patience.ToString(CultureInfo.InvariantCulture);
        edge.Environment["OXPULSE_COTURN_PORT"] = port.ToString(CultureInfo.InvariantCulture);
        (await edge.AgentAsync("report")).Ends(0);
        var words = central.Reports.Last().Files["probes"].Split('\n').Single(line => line.StartsWith("coturn ", StringComparison.Ordinal)).Split(' ');
        Assert.Matches("^[0-9T:-]+Z$", words[3]);
        words[3] = "T";
        return string.Join(' ', words);
    }
}
