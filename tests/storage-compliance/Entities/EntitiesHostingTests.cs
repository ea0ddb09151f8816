using Microsoft.Extensions.DependencyInjection;
using Vespid.Storage;
using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Storage.Queries;

namespace Vespid.Tests.Storage.Entities;

public sealed class EntitiesHostingTests
{
    [Fact]
    public async Task Every_row_of_an_entity_has_one_writer()
    {
        await using var services = Compose();
        var rows = typeof(UserInsert).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(UserInsert).Namespace && type.IsSubclassOf(typeof(CommitRow)));
        var written = services.GetServices<ISoloWriter>().Select(writer => writer.RowType);
        Assert.Equal(rows.Select(type => type.Name).Order(), written.Select(type => type.Name).Order());
    }

    [Fact]
    public async Task Every_query_is_there()
    {
        await using var services = Compose();
        foreach (var service in typeof(IAccountQueries).Assembly.GetTypes().Where(type => type.IsInterface && type.Namespace == typeof(IAccountQueries).Namespace))
            Assert.NotNull(services.GetService(service));
    }

    private static ServiceProvider Compose() => new ServiceCollection()
        .AddLogging()
        .AddVespidStorage(_ => { })
        .AddVespidEntities(_ => { })
        .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
}
