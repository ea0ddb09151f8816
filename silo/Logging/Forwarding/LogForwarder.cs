using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace Vespid.Silo.Logging.Forwarding;

/// <summary>Gives every log line to each target's <see cref="LogPump"/>, with what the console's line says and nothing more.</summary>
internal sealed class LogForwarder(LogLine line, IReadOnlyList<LogPump> pumps) : ILoggerProvider
{
    public IReadOnlyList<LogPump> Pumps => pumps;

    public ILogger CreateLogger(string categoryName) => pumps.Count == 0 ? NullLogger.Instance : new Forward(categoryName, line, pumps);

    public void Dispose()
    {
        // The pumps end with the service that runs them.
    }

    private sealed class Forward(string category, LogLine line, IReadOnlyList<LogPump> pumps) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var text = line.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter));
            var bytes = Encoding.UTF8.GetBytes(text + "\n");
            foreach (var pump in pumps)
                pump.Offer(bytes);
        }
    }
}
