using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using Vespid.Storage;
using Vespid.Storage.Commits;
using Vespid.Storage.Lanes;
using Vespid.Storage.Lease;
using Vespid.Tests.Storage.Support;

namespace Vespid.Tests.Storage.Startup;

[Collection(StorageServer.Collection)]
public sealed class StorageStartupTests(StorageServer server)
{
    [Fact]
    public async Task A_host_that_adds_the_storage_can_commit_once_it_has_started_and_lets_go_of_the_lease_when_it_stops()
    {
        var connectionString = await server.NewEmptyDatabaseAsync();
        for (var epoch = 1; epoch <= 2; epoch++)
        {
            using var host = Build(options => options.ConnectionString = connectionString);
            await host.StartAsync();
            var lease = host.Services.GetRequiredService<IWriterLease>();
            Assert.Equal((true, (long)epoch), (lease.IsHeld, lease.Epoch));
            var outcome = await host.Services.GetRequiredService<ICommitLog>().CommitAsync(Sample.Commit(Sample.State($"a/{epoch}", 0)));
            Assert.Equal(CommitStatus.Applied, outcome.Status);
            Assert.Empty(await host.Services.GetRequiredService<ILaneStore>().DueLanesAsync(1));
            Assert.Same(host.Services.GetRequiredKeyedService<IGrainStorage>("Default"), host.Services.GetRequiredService<IGrainStorage>());
            Assert.NotNull(host.Services.GetRequiredService<IReminderTable>());
            await host.StopAsync();
            Assert.False(lease.IsHeld);
        }
    }

    [Fact]
    public async Task Options_out_of_bounds_are_named_with_their_bounds_and_no_secret()
    {
        using var host = Build(options => (options.ConnectionString, options.WriterConnections, options.CommitDeadline) = ("postgres://u:secret@h:port/db", 9, TimeSpan.FromMinutes(1)));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains("StorageOptions.WriterConnections is 9; it must be from 1 to 8.", error.Failures);
        Assert.Contains("StorageOptions.CommitDeadline is 00:01:00; it must be from 100 ms to 30 s.", error.Failures);
        Assert.Contains(error.Failures, failure => failure.Contains("DATABASE_URL", StringComparison.Ordinal));
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres://ann:p%40ss@db.example:6432/vespid?sslmode=verify-full", "Host=db.example;Port=6432;Username=ann;Password=p@ss;Database=vespid;SSL Mode=VerifyFull")]
    [InlineData("postgresql://db.example/vespid", "Host=db.example;Port=5432;Database=vespid")]
    [InlineData("Host=h;Username=u", "Host=h;Username=u")]
    public void Both_forms_of_a_connection_string_are_read(string text, string expected) =>
        Assert.True(new Npgsql.NpgsqlConnectionStringBuilder(expected).EquivalentTo(new Npgsql.NpgsqlConnectionStringBuilder(ConnectionText.Normalize(text))));

    private static IHost Build(Action<StorageOptions> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddVespidStorage(configure);
        return builder.Build();
    }
}
