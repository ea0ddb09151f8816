using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vespid.Channels;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Telegram;

/// <summary>The token is part of every URL, and URLs are what HTTP clients like to log and trace.</summary>
public sealed class TelegramTokenSecrecy
{
    private const string Token = "1000000001:token-that-stays-inside";

    [Fact]
    public async Task Neither_logs_nor_traces_hold_the_token()
    {
        await using var telegram = await FakeTelegram.StartAsync(Token);
        var seen = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => seen.Enqueue($"{activity.Source.Name} {activity.DisplayName} {string.Join(' ', activity.TagObjects)}"),
        };
        await using var services = Services(telegram, seen);
        services.GetRequiredService<ILogger<TelegramTokenSecrecy>>().LogTrace("recording {State}", "on");
        telegram.Faults.Add(new VendorFault.Drop());

        // The fake is a web server in this process: only what the client starts is looked at.
        ActivitySource.AddActivityListener(listener);
        using (var parent = new Activity("test").Start())
        {
            await services.GetRequiredService<ITelegramClient>().GetMeAsync(Token, CancellationToken.None);
            await services.GetRequiredService<ITelegramClient>().GetMeAsync(Token, CancellationToken.None);
        }

        Assert.Contains(seen, line => line.Contains("recording on", StringComparison.Ordinal));
        Assert.DoesNotContain(
            seen, line => line.Contains("token-that-stays-inside", StringComparison.Ordinal) && !line.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    [Fact]
    public void It_does_not_format()
    {
        Assert.True(TelegramToken.TryParse(Token, out var token));
        Assert.DoesNotContain("stays-inside", $"{token}", StringComparison.Ordinal);
        Assert.DoesNotContain("stays-inside", Accounts.Of("telegram", null, null, ("botToken", [Token])).ToString(), StringComparison.Ordinal);
    }

    private static ServiceProvider Services(FakeTelegram telegram, ConcurrentQueue<string> seen) => new ServiceCollection()
        .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Recorder(seen)))
        .AddSingleton<IIdSource, SequentialIds>()
        .AddVespidChannels(options => options.TelegramApiBaseUrl = telegram.Url)
        .BuildServiceProvider();

    private sealed class Recorder(ConcurrentQueue<string> seen) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            seen.Enqueue(state.ToString() ?? string.Empty);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            seen.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
