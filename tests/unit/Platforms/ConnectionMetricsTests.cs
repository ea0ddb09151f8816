using System.Diagnostics.Metrics;
using Vespid.Channels;
using Vespid.Grains.Platforms;

namespace Vespid.Tests.Unit.Platforms;

public sealed class ConnectionMetricsTests
{
    public static TheoryData<Exception, string> Faults => new()
    {
        { new ReceiverException("terminated by other getUpdates request", isConflict: true), "conflict" },
        { new ReceiverException("Unauthorized", isFatal: true), "fatal" },
        { new ReceiverException("Bad Gateway"), "refused" },
        { new StalledException(), "stalled" },
        { new HttpRequestException(), "other" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_counted_under_its_kind(Exception fault, string kind)
    {
        using var metrics = new ConnectionMetrics();
        var counted = new List<string>();
        using var listener = Listen(metrics);
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => counted.Add($"{tags[0].Value} {tags[1].Value} {value}"));
        listener.Start();

        metrics.Failed("telegram:1", "telegram", fault, TimeSpan.FromSeconds(1));

        Assert.Equal([$"telegram {kind} 1"], counted);
    }

    [Fact]
    public void The_longest_wait_of_a_channel_shows_until_its_connection_works_again()
    {
        using var metrics = new ConnectionMetrics();
        var shown = new Dictionary<string, double>();
        using var listener = Listen(metrics);
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => shown[(string)tags[0].Value!] = value);
        listener.Start();
        metrics.Failed("telegram:1", "telegram", new ReceiverException("away"), TimeSpan.FromSeconds(30));
        metrics.Failed("telegram:2", "telegram", new ReceiverException("away"), TimeSpan.FromSeconds(7));
        metrics.Failed("irc:1", "irc", new ReceiverException("away"), TimeSpan.FromSeconds(1));
        listener.RecordObservableInstruments();
        Assert.Equal(new Dictionary<string, double> { ["telegram"] = 30, ["irc"] = 1 }, shown);

        shown.Clear();
        metrics.Settled("telegram:1");
        metrics.Settled("irc:1");
        listener.RecordObservableInstruments();
        Assert.Equal(new Dictionary<string, double> { ["telegram"] = 7 }, shown);
    }

    /// <summary>Hears this one's instruments only: other tests make their own.</summary>
    private static MeterListener Listen(ConnectionMetrics metrics) => new()
    {
        InstrumentPublished = (instrument, enabling) =>
        {
            if (ReferenceEquals(instrument.Meter, metrics.Meter))
                enabling.EnableMeasurementEvents(instrument);
        },
    };
}
