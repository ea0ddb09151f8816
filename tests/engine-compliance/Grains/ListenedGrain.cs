namespace Vespid.Tests.EngineCompliance.Grains;

public sealed class ListenedGrain : Grain, IListenedGrain
{
    private IListener? _listener;

    public Task Listen(IListener listener)
    {
        _listener = listener;
        return Task.CompletedTask;
    }

    public Task<string> Ask(string question) => _listener!.Ask(question);

    public Task<IListener?> Listener() => Task.FromResult(_listener);
}
