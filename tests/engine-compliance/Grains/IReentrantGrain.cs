namespace Vespid.Tests.EngineCompliance.Grains;

public interface IReentrantGrain : IGrainWithStringKey
{
    Task Work(string name);

    /// <summary>Takes several turns and counts how many run at the same time.</summary>
    /// <returns>The most that ever did.</returns>
    Task<int> CountOverlaps(int turns);

    /// <summary>Calls another grain that calls this one back.</summary>
    Task<string> RoundTrip(IReentrantGrain other);

    Task<string> Back(IReentrantGrain caller);

    Task<string> Answer();
}
