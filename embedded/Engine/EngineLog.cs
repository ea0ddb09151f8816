using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Vespid.Embedded.Engine;

/// <summary>What the engine logs.</summary>
internal sealed partial class EngineLog(ILogger logger)
{
    [LoggerMessage(1, LogLevel.Information, "silo.started {GrainClasses} grain classes")]
    public partial void Started(int grainClasses);

    [LoggerMessage(2, LogLevel.Information, "silo.stopping {Activations} activations")]
    public partial void Stopping(int activations);

    [LoggerMessage(3, LogLevel.Warning, "silo.stop.deadline {Activations} activations left, {Calls} calls failed")]
    public partial void StopDeadline(int activations, int calls);

    [LoggerMessage(4, LogLevel.Information, "silo.stopped")]
    public partial void Stopped();

    [LoggerMessage(10, LogLevel.Error, "activation.failed {GrainId}")]
    public partial void ActivationFailed(GrainId grainId, Exception fault);

    [LoggerMessage(11, LogLevel.Error, "deactivation.failed {GrainId}")]
    public partial void DeactivationFailed(GrainId grainId, Exception fault);

    [LoggerMessage(12, LogLevel.Error, "turn.failed {GrainId}")]
    public partial void TurnFailed(GrainId grainId, Exception fault);

    [LoggerMessage(20, LogLevel.Warning, "call.timeout {Method} of {GrainId} after {Timeout}")]
    public partial void CallTimedOut(string method, GrainId grainId, TimeSpan timeout);

    [LoggerMessage(21, LogLevel.Error, "call.oneway.failed {Method} of {GrainId}")]
    public partial void OneWayCallFailed(string method, GrainId grainId, Exception fault);

    [LoggerMessage(22, LogLevel.Warning, "call.oneway.dropped {Method} of {GrainId}")]
    public partial void OneWayCallDropped(string method, GrainId grainId, Exception reason);

    [LoggerMessage(30, LogLevel.Error, "timer.failed {GrainId}")]
    public partial void TimerFailed(GrainId grainId, Exception fault);

    [LoggerMessage(40, LogLevel.Error, "reminder.failed {Reminder} of {GrainId}")]
    public partial void ReminderFailed(string reminder, GrainId grainId, Exception fault);

    [LoggerMessage(41, LogLevel.Error, "reminder.table.failed")]
    public partial void ReminderTableFailed(Exception fault);
}
