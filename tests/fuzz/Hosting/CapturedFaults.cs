using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Vespid.Tests.Fuzz.Hosting;

/// <summary>What a host logs at error level and above, and exceptions of tasks that nobody looked at.</summary>
internal sealed class CapturedFaults : ILoggerProvider
{
    private const int MostKept = 50;
    private readonly ConcurrentQueue<string> _lines = new();
    private long _count;

    public CapturedFaults() => TaskScheduler.UnobservedTaskException += OnUnobserved;

    public long Count => Volatile.Read(ref _count);

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Listener(this, categoryName);

    public void Dispose() => TaskScheduler.UnobservedTaskException -= OnUnobserved;

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs fault) => Keep($"unobserved: {fault.Exception}");

    private void Keep(string line)
    {
        if (Interlocked.Increment(ref _count) <= MostKept)
            _lines.Enqueue(line);
    }

    private sealed class Listener(CapturedFaults faults, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                faults.Keep($"{category} {eventId.Name}: {formatter(state, exception)} {exception}");
        }
    }
}
