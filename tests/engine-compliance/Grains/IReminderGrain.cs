namespace Vespid.Tests.EngineCompliance.Grains;

public interface IReminderGrain : IGrainWithStringKey
{
    Task Remind(string name, TimeSpan due, TimeSpan period);

    Task Forget(string name);

    Task<List<string>> Names();

    Task<bool> Has(string name);

    Task EndActivation();
}
