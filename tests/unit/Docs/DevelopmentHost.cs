using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Vespid.Silo.Configuration;
using Vespid.Silo.Hosting;

namespace Vespid.Tests.Unit.Docs;

/// <summary>The whole runtime as a developer gets it, built and not started.</summary>
internal sealed class DevelopmentHost : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vespid-docs-").FullName;
    private readonly WebApplication _app;

    public DevelopmentHost()
    {
        var settings = HostSettings.Read(EnvironmentValues.Of(new Dictionary<string, string> { ["VESPID_DATA_DIR"] = _folder }));
        Assert.Empty(settings.Errors);
        _app = VespidHost.Build(settings);
    }

    public IServiceProvider Services => _app.Services;

    public IReadOnlyList<RouteEndpoint> Routes => [.. ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
