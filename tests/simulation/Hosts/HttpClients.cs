namespace Vespid.Tests.Simulation.Hosts;

/// <summary>Clients that all end at one handler.</summary>
internal sealed class HttpClients(HttpMessageHandler handler) : IHttpClientFactory
{
    public HttpClient CreateClient(string name) => new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
}
