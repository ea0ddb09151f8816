using Vespid.Tests.EngineCompliance.Engines;
using Vespid.Tests.EngineCompliance.Grains;

namespace Vespid.Tests.EngineCompliance.Behaviours;

/// <summary>What callers get: results, faults, time-outs, cancellation, or nothing.</summary>
public abstract class CallBehaviours(Engine engine) : EngineBehaviours(engine)
{
    private static readonly TimeSpan PastTheTimeout = TimeSpan.FromSeconds(31);

    private IFaultGrain Faulty => Grains.GetGrain<IFaultGrain>("faulty");

    private IWorkGrain Worker => Grains.GetGrain<IWorkGrain>("worker");

    [Fact]
    public async Task An_exception_reaches_the_caller_with_its_stack()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => Faulty.ThrowInTask("broken"));

        Assert.Equal("broken", fault.Message);
        Assert.Contains(nameof(FaultGrain.ThrowInTask), fault.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_before_the_first_await_reaches_the_caller_through_its_task()
    {
        var call = Faulty.ThrowAtOnce("broken");

        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => call)).Message);
    }

    [Fact]
    public async Task An_exception_of_a_method_with_a_result_reaches_the_caller()
    {
        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => Faulty.ThrowWithResult("broken"))).Message);
    }

    [Fact]
    public async Task A_grain_goes_on_after_an_exception()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Faulty.ThrowInTask("broken"));

        Assert.Equal(4, await Answer(Faulty.Double(2).AsTask(), "the call after the fault"));
    }

    [Fact]
    public async Task A_cancelled_task_of_the_callee_is_a_cancelled_task_of_the_caller()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Faulty.Cancel());
    }

    [Fact]
    public async Task Methods_may_return_value_tasks()
    {
        Assert.Equal(42, await Faulty.Double(21));
        await Faulty.DoNothing();
    }

    [Fact]
    public async Task A_one_way_call_completes_before_the_callee_has_worked_on_it()
    {
        var call = Worker.Notify("notice");
        await Answer(call, "the one-way call");
        await Journal.Seen("notice begins");
        Assert.Equal(0, Journal.CountOf("notice ends"));

        Journal.Open("notice");
        await Journal.Seen("notice ends");
    }

    [Fact]
    public async Task A_fault_of_a_one_way_call_does_not_reach_the_caller()
    {
        await Answer(Worker.NotifyFault("notice"), "the one-way call");
        await Journal.Seen("notice begins");
        Journal.Open("after");
        await Answer(Worker.Work("after"), "a call after the fault");
    }

    [Fact]
    public async Task A_call_without_an_answer_times_out_and_says_which()
    {
        var call = Faulty.Hang();
        await Journal.Seen("hangs");

        Time.Advance(PastTheTimeout);

        var fault = await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Contains(nameof(IFaultGrain.Hang), fault.Message, StringComparison.Ordinal);
        Assert.Contains("faulty", fault.Message, StringComparison.Ordinal);
        Journal.Open("hang");
    }

    [Fact]
    public async Task A_method_may_have_a_time_out_of_its_own()
    {
        var call = Faulty.HangLonger();
        await Journal.Seen("hangs longer");

        Time.Advance(PastTheTimeout);
        await Answer(Worker.Ping(), "a bystander");
        Assert.False(call.IsCompleted);
        Time.Advance(TimeSpan.FromMinutes(2));

        await Assert.ThrowsAsync<TimeoutException>(() => call);
        Journal.Open("hang");
    }

    [Fact]
    public async Task A_call_that_timed_out_while_it_waited_never_runs()
    {
        var running = Worker.Work("running");
        await Journal.Seen("running begins");
        var waiting = Worker.Work("waiting");
        Time.Advance(PastTheTimeout);
        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        await Assert.ThrowsAsync<TimeoutException>(() => running);

        Journal.Open("running");
        Journal.Open("after");
        await Answer(Worker.Work("after"), "a call behind it");

        Assert.Equal(0, Journal.CountOf("waiting begins"));
        Assert.Equal(1, Journal.CountOf("running ends"));
    }

    [Fact]
    public async Task A_call_with_a_cancelled_token_never_runs()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Faulty.WaitForToken("call", new CancellationToken(canceled: true)));
        Assert.True(await Answer(Faulty.HasToken(CancellationToken.None), "a call after it"));

        Assert.Equal(0, Journal.CountOf("call waits"));
    }

    [Fact]
    public async Task Cancellation_reaches_caller_and_callee()
    {
        using var source = new CancellationTokenSource();
        var call = Faulty.WaitForToken("call", source.Token);
        await Journal.Seen("call waits");

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Journal.Seen("call cancelled");
    }

    [Fact]
    public async Task A_call_cancelled_while_it_waited_never_runs()
    {
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var running = Faulty.WaitForToken("running", first.Token);
        await Journal.Seen("running waits");
        var waiting = Faulty.WaitForToken("waiting", second.Token);
        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(await Answer(Faulty.HasToken(CancellationToken.None), "a call behind it"));

        Assert.Equal(0, Journal.CountOf("waiting waits"));
    }

    [Fact]
    public async Task A_call_that_times_out_cancels_the_token_of_the_callee()
    {
        var call = Faulty.WaitForToken("call", CancellationToken.None);
        await Journal.Seen("call waits");

        Time.Advance(PastTheTimeout);

        await Assert.ThrowsAsync<TimeoutException>(() => call);
        await Journal.Seen("call cancelled");
    }
}
