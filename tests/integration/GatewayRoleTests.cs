using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>A gateway in front of a silo: it forwards, and never becomes the writer.</summary>
public sealed class GatewayRoleTests : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private HostProcess _silo = null!;
    private HostProcess _gateway = null!;

    public async Task InitializeAsync()
    {
        var (silo, gateway) = (new Dictionary<string, string> { ["VESPID_ROLE"] = "silo" }, new Dictionary<string, string> { ["VESPID_ROLE"] = "gateway" });
        _silo = await HostProcess.StartReadyAsync(_data.Path, PortOffsets.Take(), silo, "--no-demo");
        _gateway = await HostProcess.StartReadyAsync(_data.Path, PortOffsets.Take(), gateway, "--no-demo");
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _silo.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task It_forwards_to_the_silo_and_answers_503_when_that_is_gone()
    {
        using (var client = await ApiClient.SignInAsync(_gateway))
        {
            await client.AddAccountAsync("telegram", "through");
            var (status, _) = await client.IngressAsync("telegram", "through", Message("m-1"));
            Assert.Equal(HttpStatusCode.Accepted, status);
        }

        Assert.Contains("role=\"gateway\"", await MetricsAsync(_gateway), StringComparison.Ordinal);
        Assert.Contains("vespid_writer_active 0", await MetricsAsync(_gateway), StringComparison.Ordinal);
        Assert.Contains("vespid_writer_active 1", await MetricsAsync(_silo), StringComparison.Ordinal);

        Assert.Equal(0, await _silo.StopAsync());
        await Wait.UntilAsync(
            async () => await _gateway.StatusAsync("/readyz") == HttpStatusCode.ServiceUnavailable,
            () => $"the gateway says that nobody writes; it printed:\n{_gateway.Output}",
            TimeSpan.FromSeconds(15));
        using var direct = new ApiClient(_gateway);
        var (refused, _) = await direct.IngressAsync("telegram", "through", Message("m-2"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused);
        Assert.DoesNotContain("storage.lease.held", _gateway.Output, StringComparison.Ordinal);
    }

    private static Task<string> MetricsAsync(HostProcess host) => host.GetTextAsync(new Uri(host.Metrics, "/metrics"));

    private static JsonObject Message(string id) => new()
    {
        ["senderId"] = "u-1",
        ["conversationId"] = "dm:u-1",
        ["text"] = "hello",
        ["messageId"] = id,
        ["isDirectMessage"] = true,
    };
}
