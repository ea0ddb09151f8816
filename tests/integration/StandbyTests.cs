using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>Two processes on one database: one writes, the other waits and forwards.</summary>
[Collection(AloneCollection.Name)]
[Trait("load", "alone")]
public sealed class StandbyTests : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private HostProcess _active = null!;
    private HostProcess _standby = null!;

    public async Task InitializeAsync()
    {
        _active = await HostProcess.StartReadyAsync(_data.Path, PortOffsets.Take(), null, "--no-demo");
        _standby = await HostProcess.StartReadyAsync(_data.Path, PortOffsets.Take(), null, "--no-demo");
    }

    public async Task DisposeAsync()
    {
        await _active.DisposeAsync();
        await _standby.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task A_second_process_waits_says_so_and_forwards()
    {
        Assert.True(await IsActiveAsync(_active));
        Assert.False(await IsActiveAsync(_standby));

        using var client = await ApiClient.SignInAsync(_standby);
        await client.AddAccountAsync("telegram", "forwarded");
        var (status, answer) = await client.IngressAsync("telegram", "forwarded", Message("m-1"));

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal("dm_pairing_required", (string?)answer!["reason"]);
    }

    [Fact]
    public async Task A_paused_writer_loses_the_lease_within_five_seconds_and_cannot_write_when_it_wakes_up()
    {
        using (var client = await ApiClient.SignInAsync(_active))
            await client.AddAccountAsync("telegram", "paused");
        await using var probe = await DatabaseProbe.OpenAsync(_data.Path);

        // Stopped inside a commit: its statement waits for a lock that is held here.
        await using var blocker = new Npgsql.NpgsqlConnection(probe.ConnectionString);
        await blocker.OpenAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await using (var held = new Npgsql.NpgsqlCommand("LOCK TABLE inbound_messages IN EXCLUSIVE MODE", blocker, transaction))
            await held.ExecuteNonQueryAsync();
        using var direct = new ApiClient(_active);
        var inside = direct.IngressAsync("telegram", "paused", Message("inside"));
        await Wait.UntilAsync(
            async () => await probe.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'vespid-writer-%' AND wait_event_type = 'Lock'") > 0,
            "the commit waits for the lock");
        _active.Signal("STOP");
        var paused = TimeProvider.System.GetTimestamp();
        await transaction.RollbackAsync();

        await Wait.UntilAsync(() => IsActiveAsync(_standby), () => "the standby is the writer", TimeSpan.FromSeconds(10));
        var takeover = TimeProvider.System.GetElapsedTime(paused);
        Assert.True(takeover < TimeSpan.FromSeconds(5), $"The take-over took {takeover.TotalSeconds:F1} s.");

        using (var client = new ApiClient(_standby))
        {
            var (status, _) = await client.IngressAsync("telegram", "paused", Message("after"));
            Assert.Equal(HttpStatusCode.Accepted, status);
        }

        var before = await probe.CountAsync("SELECT count(*) FROM inbound_messages");
        _active.Signal("CONT");
        await Wait.UntilAsync(async () => !await IsActiveAsync(_active), "the woken process knows that it is not the writer");
        Assert.True(await IsActiveAsync(_standby));
        Assert.Equal(before, await probe.CountAsync("SELECT count(*) FROM inbound_messages"));

        // Whatever the first caller was told, it was not a false acknowledgement.
        var (answered, _) = await inside;
        var stored = await probe.CountAsync("SELECT count(*) FROM inbound_messages WHERE provider_message_id = 'inside'");
        Assert.True(answered != HttpStatusCode.Accepted || stored == 1, $"answered {(int)answered} and {stored} rows");
    }

    private static async Task<bool> IsActiveAsync(HostProcess host)
    {
        try
        {
            return (bool?)JsonNode.Parse(await host.GetTextAsync(new Uri(host.Health, "/healthz")))!["active"] == true;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static JsonObject Message(string id) => new()
    {
        ["senderId"] = "u-1",
        ["conversationId"] = "dm:u-1",
        ["text"] = "hello",
        ["messageId"] = id,
        ["isDirectMessage"] = true,
    };
}
