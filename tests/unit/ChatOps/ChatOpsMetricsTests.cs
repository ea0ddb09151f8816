using System.Diagnostics.Metrics;
using Vespid.Grains.ChatOps;
using Vespid.Storage.ChatOps;
using Vespid.Tests.Unit.Gateway;

namespace Vespid.Tests.Unit.ChatOps;

public sealed class ChatOpsMetricsTests
{
    private const string Mark = "chatops-metrics-tests";

    [Fact]
    public void Who_no_longer_leads_tells_no_figures_of_when_it_did()
    {
        var lease = new FakeLease();
        using var metrics = new ChatOpsMetrics(lease, TimeProvider.System);
        metrics.Queues([new ChatQueue(Mark, 3, 1)]);
        metrics.Connection("telegram", Mark, "connected");
        Assert.Equal(["chatops_connection_state 2", "chatops_dead_letters 1", "chatops_queue_depth 3"], Read());

        lease.IsLeader = false;
        Assert.Empty(Read());
    }

    /// <summary>Other tests measure at the same time.</summary>
    private List<string> Read()
    {
        var read = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, enabling) =>
        {
            if (instrument.Meter.Name == "Vespid.ChatOps")
                enabling.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) =>
        {
            if (tags.ToArray().Any(tag => tag.Value is string text && text == Mark))
                read.Add($"{instrument.Name} {value}");
        });
        listener.Start();
        listener.RecordObservableInstruments();
        read.Sort(StringComparer.Ordinal);
        return read;
    }
}
