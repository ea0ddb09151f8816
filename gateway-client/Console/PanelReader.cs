using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Vespid.Gateway.Http;

namespace Vespid.Gateway.Console;

/// <summary>Reads what panels show, each by itself.</summary>
internal sealed partial class PanelReader(ILogger<PanelReader> logger)
{
    public async Task<PanelData<T>> ReadAsync<T>(Func<Task<T>> read)
        where T : class
    {
        try
        {
            return new PanelData<T>(await read(), null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            if (Faults.Describe(exception) is { } known)
                return new PanelData<T>(null, known.Message);
            var trace = Activity.Current?.TraceId.ToString() ?? "none";
            LogFault(logger, exception, trace);
            return new PanelData<T>(null, $"This could not be read: a fault of ours. The log has it under trace {trace}.");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, EventName = "console.panel.fault", Message = "console.panel.fault {TraceId}")]
    private static partial void LogFault(ILogger logger, Exception exception, string traceId);
}
