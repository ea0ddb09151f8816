using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vespid.Tests.EngineCompliance.Behaviours;
using Vespid.Tests.EngineCompliance.Grains;

namespace Vespid.Tests.EngineCompliance.Engines;

/// <summary>What only the embedded engine has: its own start and stop, and statistics.</summary>
public sealed class SiloTests() : EngineBehaviours(new EmbeddedEngine())
{
    private EmbeddedEngine Embedded => (EmbeddedEngine)Engine;

    [Fact]
    public async Task Statistics_count_activations_by_grain_type_and_calls()
    {
        await Grains.GetGrain<IWorkGrain>("one").Ping();
        await Grains.GetGrain<IWorkGrain>("other").Ping();
        await Grains.GetGrain<INumberGrain>(1).Key();
        Journal.Open("pooled");
        await Grains.GetGrain<IPoolGrain>(1).Work("pooled");

        var statistics = Embedded.Silo.GetStatistics();

        Assert.Equal(new Dictionary<string, int> { ["work"] = 2, ["number"] = 1, ["pool"] = 1 }, statistics.ActivationsByGrainType);
        Assert.Equal(4, statistics.TotalActivations);
        Assert.Equal(4, statistics.TotalCalls);
        Assert.Equal(0, statistics.CallsInFlight);
    }

    [Fact]
    public async Task The_meter_reports_activations_by_grain_type()
    {
        // A number no other engine in this process will have.
        const int Many = 37;
        await Task.WhenAll(Enumerable.Range(0, Many).Select(index => Grains.GetGrain<IKeptGrain>(new Guid(index, 0, 0, new byte[8])).WhichActivation()));
        List<(long Value, string? GrainType)> measured = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "Vespid.Embedded", Name: "vespid.embedded.activations" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => measured.Add((value, tags[0].Value as string)));
        listener.Start();

        listener.RecordObservableInstruments();

        Assert.Contains((Many, "kept"), measured);
    }

    [Fact]
    public async Task Ended_activations_are_not_counted()
    {
        await Grains.GetGrain<IWorkGrain>("one").EndActivation();
        await Answer(Embedded.Stop(), "the engine to stop");

        Assert.Equal(0, Embedded.Silo.GetStatistics().TotalActivations);
    }

    [Fact]
    public async Task Calls_are_refused_after_the_stop()
    {
        var grain = Grains.GetGrain<IWorkGrain>("one");
        await grain.Ping();
        await Engine.Stop();

        await Assert.ThrowsAsync<SiloUnavailableException>(grain.Ping);
    }

    [Fact]
    public async Task Calls_from_outside_are_refused_while_the_engine_stops()
    {
        var work = Grains.GetGrain<IWorkGrain>("one").Work("work");
        await Journal.Seen("work begins");
        var stopped = Engine.Stop();

        await Assert.ThrowsAsync<SiloUnavailableException>(Grains.GetGrain<IWorkGrain>("other").Ping);

        Journal.Open("work");
        await Answer(Task.WhenAll(stopped, work), "the engine to stop");
    }

    [Fact]
    public async Task What_does_not_end_in_time_is_failed()
    {
        var work = Grains.GetGrain<IFaultGrain>("one").HangLonger();
        await Journal.Seen("hangs longer");
        var stopped = Engine.Stop();

        Time.Advance(TimeSpan.FromSeconds(31));

        await Answer(stopped, "the engine to stop");
        await Assert.ThrowsAsync<SiloUnavailableException>(() => work);
    }

    [Fact]
    public async Task An_engine_starts_once()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Embedded.Silo.StartAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_host_may_leave_the_start_to_others()
    {
        await using var engine = new EmbeddedEngine { Configure = static options => options.StartWithHost = false };
        var hosted = Assert.Single(Embedded.Services.GetServices<IHostedService>());
        await Assert.ThrowsAsync<InvalidOperationException>(() => hosted.StartAsync(CancellationToken.None));
        await engine.Start();
        await Assert.Single(engine.Services.GetServices<IHostedService>()).StartAsync(CancellationToken.None);

        await Answer(engine.Grains.GetGrain<IWorkGrain>("one").Ping(), "the call");
    }

    [Fact]
    public async Task Reminders_that_somebody_else_wrote_are_found_by_the_refresh()
    {
        await Engine.Reminders.UpsertRow(new ReminderEntry
        {
            GrainId = Grains.GetGrain<IReminderGrain>("any").GetGrainId(),
            ReminderName = "foreign",
            StartAt = Time.GetUtcNow().UtcDateTime.AddMinutes(10),
            Period = TimeSpan.FromMinutes(1),
        });

        Time.Advance(TimeSpan.FromMinutes(5));
        await Answer(Time.IsScheduled(TimeSpan.FromMinutes(5)), "the reminder to be scheduled");
        Time.Advance(TimeSpan.FromMinutes(5));

        await Journal.Seen("foreign at 00:00:00");
    }

    [Fact]
    public void An_interface_whose_methods_cannot_be_calls_is_refused()
    {
        var fault = Assert.Throws<NotSupportedException>(() => Grains.GetGrain<IImpossibleGrain>("any"));

        Assert.Contains(nameof(IImpossibleGrain.Now), fault.Message, StringComparison.Ordinal);
    }
}
