using Npgsql;
using Vespid.Tests.Storage.Support;

namespace Vespid.Tests.Storage.Migrations;

/// <summary>The database itself keeps deployment records as they were written.</summary>
[Collection(StorageServer.Collection)]
public sealed class DeploymentRecordTests(StorageServer server)
{
    private const string Valid = "SELECT count(*) FROM deployment_records r WHERE hash = sha256(previous_hash || convert_to(deployment_record_text(r), 'UTF8'))";

    [Theory]
    [InlineData("UPDATE deployment_records SET reason = 'nothing happened'")]
    [InlineData("DELETE FROM deployment_records")]
    [InlineData("TRUNCATE deployment_records")]
    [InlineData("DELETE FROM deployment_records WHERE false")]
    public async Task A_record_can_be_neither_changed_nor_removed(string sql)
    {
        await using var database = NpgsqlDataSource.Create(await server.NewDatabaseAsync());
        await ExecuteAsync(database, Insert("staging"));
        Assert.Equal("VS002", (await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(database, sql))).SqlState);
        Assert.Equal(1, await ScalarAsync(database, "SELECT count(*) FROM deployment_records"));
    }

    [Fact]
    public async Task Each_record_is_bound_to_the_one_before_also_when_many_are_written_at_once()
    {
        await using var database = NpgsqlDataSource.Create(await server.NewDatabaseAsync());
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => ExecuteAsync(database, Insert("staging"))));
        Assert.Equal(12, await ScalarAsync(database, Valid));
        Assert.Equal(12, await ScalarAsync(database, """
            SELECT count(*) FROM (SELECT previous_hash, lag(hash, 1, '\x') OVER (ORDER BY seq) AS before FROM deployment_records) r WHERE previous_hash = before
            """));
    }

    [Fact]
    public async Task What_an_owner_changes_behind_the_triggers_shows()
    {
        await using var database = NpgsqlDataSource.Create(await server.NewDatabaseAsync());
        await ExecuteAsync(database, Insert("staging"));
        await ExecuteAsync(database, "ALTER TABLE deployment_records DISABLE TRIGGER ALL");
        await ExecuteAsync(database, "UPDATE deployment_records SET change_record = 'CHG-2'");
        Assert.Equal(0, await ScalarAsync(database, Valid));
    }

    [Theory]
    [InlineData("NULL")]
    [InlineData("'ann'")]
    public async Task Nobody_approves_a_deployment_of_their_own_to_production(string approver)
    {
        await using var database = NpgsqlDataSource.Create(await server.NewDatabaseAsync());
        Assert.Equal(PostgresErrorCodes.CheckViolation, (await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(database, Insert("production", approver)))).SqlState);
        await ExecuteAsync(database, Insert("production", "'bob'"));
        await ExecuteAsync(database, Insert("staging", approver));
    }

    private static string Insert(string env, string approver = "NULL") => $"""
        INSERT INTO deployment_records (id, kind, env, operator_id, approver_id, started_at, result)
        VALUES (gen_random_uuid(), 'deployment', '{env}', 'ann', {approver}, now(), 'succeeded')
        """;

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> ScalarAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
