namespace Vespid.Tests.EngineCompliance.Grains;

public interface IListenedGrain : IGrainWithIntegerKey
{
    Task Listen(IListener listener);

    /// <summary>Asks the listener itself.</summary>
    Task<string> Ask(string question);

    Task<IListener?> Listener();
}
