using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Vespid.Silo.Logging.Forwarding;

namespace Vespid.Tests.Unit.Logging;

/// <summary>Log lines reach whoever collects them over real sockets; a collector that hangs or dies costs lines, which are counted, and no time.</summary>
public sealed class LogPumpTests : IDisposable
{
    private readonly LogForwardMetrics _metrics = new();
    private readonly MeterListener _meters = new();
    private readonly ConcurrentDictionary<string, long> _counted = new();
    private readonly CancellationTokenSource _stop = new();

    public LogPumpTests()
    {
        _meters.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == "Vespid.Logging")
                listening.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
            _counted.AddOrUpdate(string.Join(' ', [instrument.Name, .. tags.ToArray().Select(tag => tag.Value)]), count, (_, before) => before + count));
        _meters.Start();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _meters.Dispose();
        _metrics.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task Lines_arrive_in_order_after_the_token()
    {
        await using var collector = new LineListener();
        var (pump, running) = Start(collector.Port, "drain-token");
        for (var i = 0; i < 200; i++)
            pump.Offer(Line(i));
        pump.Finish();
        await running.WaitAsync(TimeSpan.FromSeconds(20));
        await UntilAsync(() => collector.Lines.Count == 201, () => $"201 lines arrive; there are {collector.Lines.Count}");
        Assert.Equal(["""{"authorization":"Bearer drain-token"}""", .. Enumerable.Range(0, 200).Select(Text)], collector.Lines);
    }

    [Fact]
    public async Task A_collector_that_dies_and_returns_gets_what_came_meanwhile_on_a_new_connection()
    {
        var first = new LineListener();
        var port = first.Port;
        var (pump, running) = Start(port);
        pump.Offer(Line(0));
        await UntilAsync(() => first.Lines.Count == 1, () => "the first line arrives");
        await first.DisposeAsync();

        for (var i = 1; i <= 50; i++)
            pump.Offer(Line(i));
        await using var second = new LineListener(port);
        await UntilAsync(() => second.Lines.Count >= 49, () => $"the lines arrive at the second; there are {second.Lines.Count}");
        pump.Finish();
        await running.WaitAsync(TimeSpan.FromSeconds(20));

        // At most the one that was on its way when the first died is missing, and none came twice.
        Assert.Equal(Enumerable.Range(51 - second.Lines.Count, second.Lines.Count).Select(Text), second.Lines);
        Assert.DoesNotContain(_counted.Keys, key => key.StartsWith("vespid_log_dropped_total", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_collector_that_hangs_makes_nobody_wait_and_what_it_does_not_get_is_counted()
    {
        await using var collector = new LineListener(reads: false);
        var (pump, running) = Start(collector.Port, queueLimit: 16);
        await UntilAsync(() => collector.Connections == 1, () => "it is connected");
        var large = Encoding.UTF8.GetBytes(new string('x', 64 * 1024) + "\n");
        var started = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 1_000; i++)
            pump.Offer(large);
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(2), $"logging took {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F1} s");
        var dropped = _counted.GetValueOrDefault("vespid_log_dropped_total tcp queue_full");
        Assert.InRange(dropped, 500, 1_000 - 16);

        // It wakes up, or is given up for a new connection; in either case lines go on.
        collector.Read();
        await UntilAsync(
            () =>
            {
                pump.Offer(Line(7));
                return collector.Lines.Contains(Text(7));
            },
            () => "a line arrives again");
        await _stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_hung_connection_is_given_up()
    {
        await using var collector = new LineListener(reads: false);
        var (pump, running) = Start(collector.Port, queueLimit: 1_000);
        for (var i = 0; i < 500; i++)
            pump.Offer(Encoding.UTF8.GetBytes(new string('x', 64 * 1024) + "\n"));
        await UntilAsync(() => collector.Connections >= 2, () => "a second connection is tried");
        await _stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
        pump.Abandon();
        Assert.True(_counted["vespid_log_dropped_total tcp stopping"] > 100);
    }

    [Fact]
    public async Task Datagrams_carry_one_line_each_and_a_line_too_long_for_one_is_counted()
    {
        using var collector = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var (pump, _) = Start(((IPEndPoint)collector.Client.LocalEndPoint!).Port, kind: LogTarget.Udp);
        pump.Offer(new byte[70_000]);
        pump.Offer(Line(1));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Assert.Equal(Text(1) + "\n", Encoding.UTF8.GetString((await collector.ReceiveAsync(patience.Token)).Buffer));
        Assert.Equal(1, _counted["vespid_log_dropped_total udp too_long"]);
        Assert.Equal(1, _counted["vespid_log_forwarded_total udp"]);
    }

    [Theory]
    [InlineData("tcp://collector:514", "tcp", "collector", 514)]
    [InlineData(" udp://10.0.0.1:1514 ", "udp", "10.0.0.1", 1514)]
    [InlineData("stdout", "stdout", "", 0)]
    public void A_target_is_read(string text, string kind, string host, int port) => Assert.Equal(new LogTarget(kind, host, port), LogTarget.Parse(text));

    [Theory]
    [InlineData("tcp://collector")]
    [InlineData("http://collector:514")]
    [InlineData("tcp://user:password@collector:514")]
    [InlineData("tcp://collector:514/path")]
    [InlineData("collector:514")]
    [InlineData("stderr")]
    public void What_is_no_target_is_refused(string text) => Assert.Throws<FormatException>(() => LogTarget.Parse(text));

    private static string Text(int number) => $$"""{"n":{{number}}}""";

    private static byte[] Line(int number) => Encoding.UTF8.GetBytes(Text(number) + "\n");

    private static async Task UntilAsync(Func<bool> fact, Func<string> what)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!fact())
        {
            if (TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(30))
                throw new TimeoutException($"Waited until {what()}");
            await timer.WaitForNextTickAsync();
        }
    }

    private (LogPump Pump, Task Running) Start(int port, string? token = null, int queueLimit = 10_000, string kind = LogTarget.Tcp)
    {
        var pump = new LogPump(
            new LogTarget(kind, "127.0.0.1", port), queueLimit, (target, cancellationToken) => LogSinks.OpenAsync(target, token, cancellationToken), _metrics, TimeProvider.System);
        return (pump, pump.RunAsync(NullLogger.Instance, _stop.Token));
    }
}
