using Vespid.Gateway.Health;

namespace Vespid.Tests.Unit.Gateway;

public sealed class EdgeHealthTests
{
    [Theory]
    [InlineData(HealthState.Ready, true, 200, "ready")]
    [InlineData(HealthState.Degraded, true, 200, "degraded")]
    [InlineData(HealthState.Disabled, true, 200, "ready")]
    [InlineData(HealthState.Down, true, 503, "down")]
    [InlineData(HealthState.Down, false, 200, "degraded")]
    public async Task Ready_is_what_has_all_it_requires(HealthState state, bool required, int status, string word)
    {
        await using var host = await EdgeHost.StartAsync(probe: new Probe(required, () => new ProbeResult(state, "a detail")));
        foreach (var path in (string[])["/healthz", "/readyz"])
        {
            var (actual, body, _) = await host.SendAsync("GET", path, port: 8080);
            Assert.Equal((status, word), (actual, body.GetProperty("status").GetString()));
            Assert.Equal("a detail", body.GetProperty("dependencies").GetProperty("thing").GetProperty("detail").GetString());
        }

        Assert.Equal(status, (await host.SendAsync("GET", "/startupz", port: 8080)).Status);
        Assert.Equal(200, (await host.SendAsync("GET", "/livez", port: 8080)).Status);
    }

    [Fact]
    public async Task A_probe_that_fails_is_down_and_keeps_its_words_to_itself()
    {
        await using var host = await EdgeHost.StartAsync(probe: new Probe(true, () => throw new InvalidOperationException("password=secret")));
        var (status, body, _) = await host.SendAsync("GET", "/readyz", port: 8080);
        Assert.Equal(503, status);
        Assert.DoesNotContain("secret", body.GetRawText(), StringComparison.Ordinal);
    }

    private sealed class Probe(bool required, Func<ProbeResult> check) : IHealthProbe
    {
        public string Name => "thing";

        public bool Required => required;

        public ValueTask<ProbeResult> CheckAsync(CancellationToken cancellationToken) => ValueTask.FromResult(check());
    }
}
