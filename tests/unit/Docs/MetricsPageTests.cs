using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vespid.Channels;
using Vespid.Gateway.Limits;
using Vespid.Grains.Alerts;
using Vespid.Grains.Channels;
using Vespid.Grains.ChatOps;
using Vespid.Grains.Delivery;
using Vespid.Grains.Edges;
using Vespid.Grains.Work;

namespace Vespid.Tests.Unit.Docs;

/// <summary>The metrics of <c>docs/reference.md</c> are the instruments of the host, under the names that a scrape shows.</summary>
public sealed partial class MetricsPageTests
{
    [Fact]
    public async Task Every_instrument_has_one_row_with_its_kind_and_no_row_names_another()
    {
        await using var host = new DevelopmentHost();
        Make(host.Services);
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name.StartsWith("Vespid.", StringComparison.Ordinal))
                found[Scraped(instrument.Name)] = KindOf(instrument);
        };
        listener.Start();

        Assert.Equal(found, new SortedDictionary<string, string>(Rows().ToDictionary(row => row.Name, row => row.Kind), StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_labels_of_messages_in_and_out_are_the_rows_labels()
    {
        await using var host = new DevelopmentHost();
        var (channels, delivery) = Make(host.Services);
        var labels = new Dictionary<string, string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, enabling) =>
        {
            if (instrument.Meter.Name is "Vespid.Channels" or "Vespid.Delivery")
                enabling.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => labels[instrument.Name] = Names(tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => labels[instrument.Name] = Names(tags));
        listener.Start();

        channels.Inbound("irc");
        channels.Dropped("irc", "normalize_failed");
        channels.AuthFailed("irc", "irc_token_invalid");
        channels.Duplicate("irc");
        channels.Triggered("irc", 1);
        channels.Answered("irc", TimeSpan.FromMilliseconds(1));
        delivery.Ended("reply", "sent");
        delivery.Attempted("reply", new SendResult.Sent("1"), TimeSpan.FromMilliseconds(1));

        Assert.Equal(8, labels.Count);
        var rows = Rows().ToDictionary(row => row.Name, row => row.Labels);
        Assert.All(labels, pair => Assert.Equal((pair.Key, pair.Value), (pair.Key, rows[pair.Key])));
    }

    /// <summary>Instruments come into being with what measures.</summary>
    private static (ChannelMetrics Channels, DeliveryMetrics Delivery) Make(IServiceProvider services)
    {
        Assert.NotEmpty(services.GetServices<IHostedService>());
        Assert.NotNull(services.GetRequiredService<RateLimits>());
        Assert.NotNull(services.GetRequiredService<AgentMetrics>());
        Assert.NotNull(services.GetRequiredService<EdgeMetrics>());
        Assert.NotNull(services.GetRequiredService<AlertMetrics>());
        Assert.NotNull(services.GetRequiredService<ChatOpsMetrics>());
        return (services.GetRequiredService<ChannelMetrics>(), services.GetRequiredService<DeliveryMetrics>());
    }

    private static IEnumerable<(string Name, string Kind, string Labels)> Rows() =>
        Page.Open("docs/reference.md").Table("Name", "Kind", "Labels", "What").Select(row => (row[0].Trim('`'), row[1], row[2].Replace("`", "", StringComparison.Ordinal)));

    private static string Names(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(", ", tags.ToArray().Select(tag => tag.Key));

    private static string Scraped(string name) => NotInNames().Replace(name, "_");

    private static string KindOf(Instrument instrument) => instrument.GetType().Name switch
    {
        "Counter`1" or "ObservableCounter`1" => "counter",
        "Histogram`1" => "histogram",
        _ => "gauge",
    };

    [GeneratedRegex("[^A-Za-z0-9_:]")]
    private static partial Regex NotInNames();
}
