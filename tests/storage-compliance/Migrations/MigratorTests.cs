using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Vespid.Storage;
using Vespid.Storage.Migrations;
using Vespid.Tests.Storage.Support;

namespace Vespid.Tests.Storage.Migrations;

[Collection(StorageServer.Collection)]
public sealed class MigratorTests(StorageServer server)
{
    private static readonly Migration One = Migration.Parse("0001_one.sql", "-- min_binary: 1\nCREATE TABLE one (id int);");
    private static readonly Migration Two = Migration.Parse("0002_two.sql", "-- min_binary: 1\nCREATE TABLE two (id int);\nINSERT INTO two VALUES (1);");
    private static readonly Migration Three = Migration.Parse("0003_three.sql", "-- min_binary: 3\nDROP TABLE one;");
    private static readonly Migration Broken = Migration.Parse("0003_broken.sql", "-- min_binary: 1\nCREATE TABLE three (id int);\nSELECT 1 / 0;");

    [Fact]
    public async Task Each_step_is_applied_once_and_in_order()
    {
        await using var database = await OpenAsync();
        Assert.Equal([One], await Binary(database, One).MigrateAsync());
        Assert.Equal([Two, Three], await Binary(database, One, Two, Three).MigrateAsync());
        Assert.Empty(await Binary(database, One, Two, Three).MigrateAsync());
        Assert.Equal(3L, await ScalarAsync(database, "SELECT count(*) FROM schema_version"));
    }

    [Fact]
    public async Task An_older_binary_runs_on_a_schema_that_still_suits_it_and_refuses_one_that_does_not()
    {
        await using var database = await OpenAsync();
        await Binary(database, One, Two).MigrateAsync();
        Assert.Empty(await Binary(database, One).MigrateAsync());
        await Binary(database, One, Two, Three).MigrateAsync();
        var refused = await Assert.ThrowsAsync<SchemaTooNewException>(() => Binary(database, One, Two).MigrateAsync());
        Assert.Equal((3, 2), (refused.Needed, refused.Known));
    }

    [Fact]
    public async Task A_step_that_fails_leaves_nothing_and_the_ones_before_it_stay()
    {
        await using var database = await OpenAsync();
        await Assert.ThrowsAsync<PostgresException>(() => Binary(database, One, Two, Broken).MigrateAsync());
        Assert.Equal(2L, await ScalarAsync(database, "SELECT count(*) FROM schema_version"));
        Assert.Equal(true, await ScalarAsync(database, "SELECT to_regclass('three') IS NULL"));
    }

    [Fact]
    public async Task Processes_that_start_together_migrate_once()
    {
        await using var database = await OpenAsync();
        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Binary(database, One, Two).MigrateAsync()));
        Assert.Equal(2, applied.Sum(steps => steps.Count));
    }

    [Fact]
    public void The_files_of_this_binary_are_numbered_without_gaps_and_ask_for_no_newer_one()
    {
        var known = Migration.Known();
        Assert.Equal(Enumerable.Range(1, known.Count), known.Select(step => step.Version));
        Assert.All(known, step => Assert.InRange(step.MinBinary, 1, step.Version));
    }

    [Theory]
    [InlineData("0001_x.sql", "CREATE TABLE x ();")]
    [InlineData("0001_x.sql", "-- min_binary: soon\nSELECT 1;")]
    [InlineData("x.sql", "-- min_binary: 1\nSELECT 1;")]
    public void A_file_that_says_not_what_it_is_is_refused(string name, string sql) => Assert.Throws<FormatException>(() => Migration.Parse(name, sql));

    private static Migrator Binary(Database database, params Migration[] known) => new(database, NullLogger<Migrator>.Instance, known);

    private static async Task<object?> ScalarAsync(Database database, string sql) =>
        (await database.Reads.ListAsync(new Statement(sql), static row => row.GetValue(0), CancellationToken.None)).FirstOrDefault();

    private async Task<Database> OpenAsync()
    {
        var database = new Database(Options.Create(new StorageOptions()));
        database.Open(await server.NewEmptyDatabaseAsync());
        return database;
    }
}
