using Orleans.Concurrency;

namespace Vespid.Tests.EngineCompliance.Grains;

/// <summary>Starts timers whose ticks are written to the journal.</summary>
public interface ITimerGrain : IGrainWithStringKey
{
    Task StartTimer(string name, TimeSpan due, TimeSpan period, bool interleave, bool keepAlive);

    /// <summary>Each tick waits at the gate of the timer's name.</summary>
    Task StartSlowTimer(string name, TimeSpan due, TimeSpan period);

    Task StartFaultyTimer(string name, TimeSpan due, TimeSpan period);

    Task ChangeTimer(TimeSpan due, TimeSpan period);

    [AlwaysInterleave]
    Task StopTimer();

    Task Work(string name);

    [AlwaysInterleave]
    Task Ping();

    Task EndActivation();
}
