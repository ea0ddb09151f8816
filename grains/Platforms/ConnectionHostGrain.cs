using Vespid.GrainInterfaces.Platforms;

namespace Vespid.Grains.Platforms;

/// <remarks>Remembers nothing across its end: the next announcement is a second away.</remarks>
internal sealed class ConnectionHostGrain : Grain, IConnectionHostGrain
{
    private IConnectionHost? _host;

    public Task Announce(IConnectionHost host)
    {
        _host = host;
        return Task.CompletedTask;
    }

    public Task<IConnectionHost?> Find() => Task.FromResult(_host);
}
