namespace Vespid.Tests.EngineCompliance.Grains;

/// <summary>A plain grain that calls others.</summary>
public interface ICallerGrain : IGrainWithStringKey
{
    /// <summary>A calls B, B calls A.</summary>
    Task CallInCycle(ICallerGrain other);

    Task CallBack(ICallerGrain first);

    Task Touch();

    /// <summary>Whether the scheduler is the same before and after awaiting something that completes elsewhere, and the activation's own.</summary>
    Task<bool> StaysOnItsScheduler(IWorkGrain other);

    /// <summary>The callee's stack trace, in which the caller must not appear.</summary>
    Task<string> StackOf(ICallerGrain other);

    Task<string> OwnStack();

    /// <summary>Calls on until none are left.</summary>
    Task<int> Descend(int left);

    Task WriteThrough(ICounterGrain counter, int value);

    Task<string> OwnActivation();
}
