using Vespid.Gateway.Hosting;
using Vespid.GrainInterfaces.Channels;
using Vespid.Storage.Lease;

namespace Vespid.Tests.Unit.Gateway;

public sealed class EdgeStandbyTests
{
    [Fact]
    public async Task Without_an_active_process_the_answer_says_when_to_try_again()
    {
        await using var standby = await EdgeHost.StartAsync();
        standby.Lease.Lose();
        foreach (var (path, port) in new[] { ("/v1/meta/channels", 3001), ("/ingress/channels/telegram/main", 3002) })
        {
            var (status, body, answer) = await standby.SendAsync("GET", path, port: port);
            Assert.Equal((503, "NO_ACTIVE_WRITER"), (status, body.GetProperty("code").GetString()));
            Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter!.Delta);
        }
    }

    [Fact]
    public async Task A_standby_is_healthy_all_the_same()
    {
        await using var standby = await EdgeHost.StartAsync();
        standby.Lease.Lose();
        var (status, body, _) = await standby.SendAsync("GET", "/healthz", port: 3002);
        Assert.Equal((200, false), (status, body.GetProperty("active").GetBoolean()));
    }

    [Fact]
    public async Task It_forwards_body_status_and_who_is_calling()
    {
        await using var active = await EdgeHost.StartAsync(OneFrontPort);
        await using var standby = await EdgeHost.StartAsync();
        active.Ingress.On(nameof(IIngressGrain.Receive), _ => Task.FromResult(new IngressResponse(202, "application/json", """{"ok":true}"""u8.ToArray())));
        standby.Lease.Lose(new ActiveAddress(active.Address, active.Address));

        var (status, body, answer) = await standby.SendAsync(
            "POST", "/ingress/channels/telegram/main?x=%20y", """{"a":1}""", GatewayDefaults.IngressPort, headers: ("X-Slack-Signature", "v0=1"));
        Assert.Equal((202, """{"ok":true}"""), (status, body.GetRawText()));
        Assert.Single(answer.Headers.GetValues("X-Content-Type-Options"));
        var request = (IngressRequest)active.Ingress.Calls.Single().Arguments[0]!;
        Assert.Equal("""{"a":1}"""u8.ToArray(), request.Body);
        Assert.Equal((" y", "v0=1", "127.0.0.1"), (request.Query["x"], request.Headers["x-slack-signature"], request.RemoteAddress));
        Assert.DoesNotContain("x-vespid-forwarded", request.Headers.Keys);
        Assert.Empty(standby.Ingress.Calls);
    }

    [Fact]
    public async Task Two_that_take_each_other_for_the_active_one_do_not_play_ball()
    {
        await using var one = await EdgeHost.StartAsync();
        await using var two = await EdgeHost.StartAsync();
        one.Lease.Lose(new ActiveAddress(two.Address, two.Address));
        two.Lease.Lose(new ActiveAddress(one.Address, one.Address));
        await EdgeAccessTests.Expect(503, "NO_ACTIVE_WRITER", one.SendAsync("GET", "/v1/meta/channels"));
        Assert.Equal((1, 1), (one.Requests.Value, two.Requests.Value));
    }

    [Fact]
    public async Task Several_that_may_write_have_their_turns_and_one_that_is_gone_is_passed_over()
    {
        await using var one = await EdgeHost.StartAsync();
        await using var two = await EdgeHost.StartAsync();
        await using var gateway = await EdgeHost.StartAsync();
        string gone;
        await using (var third = await EdgeHost.StartAsync())
            gone = third.Address;
        gateway.Lease.Lose(new ActiveAddress(one.Address, one.Address), new ActiveAddress(gone, gone), new ActiveAddress(two.Address, two.Address));

        for (var i = 0; i < 6; i++)
            await EdgeAccessTests.Expect(401, "UNAUTHORIZED", gateway.SendAsync("GET", "/v1/me"));

        Assert.Equal((2, 4), (one.Requests.Value, two.Requests.Value));
    }

    [Fact]
    public async Task An_active_process_that_is_gone_is_none()
    {
        await using var standby = await EdgeHost.StartAsync();
        string gone;
        await using (var active = await EdgeHost.StartAsync())
            gone = active.Address;
        standby.Lease.Lose(new ActiveAddress(gone, gone));
        await EdgeAccessTests.Expect(503, "NO_ACTIVE_WRITER", standby.SendAsync("GET", "/v1/meta/channels"));
    }

    /// <summary>What is forwarded bears no test header, so the active one takes it for its control port: that is where its ingress is.</summary>
    private static void OneFrontPort(GatewayOptions options) => (options.IngressPort, options.ControlPort) = (options.ControlPort, options.IngressPort);
}
