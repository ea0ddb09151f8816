using Npgsql;
using Vespid.Storage;
using Vespid.Storage.Queries;
using Vespid.Tests.Storage.Support;

namespace Vespid.Tests.Storage.Pools;

[Collection(StorageServer.Collection)]
public sealed class PoolTests(StorageServer server)
{
    // Divided while it is planned: that is after the server has said that it was parsed, and before it says what it returns.
    private const string One = "SELECT 1 WHERE 1 / $1 = 1";
    private const string None = "SELECT 1 WHERE 1 / $1 = 2";
    private const string Two = "SELECT 2";
    private static readonly List<int>[] Right = [[1], [], [2]];

    /// <summary>A statement is prepared at one of its first uses: whichever of them fails, the next one on the connection reads what it asked for.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task A_use_that_fails_does_not_make_the_next_one_misread(int first, int second)
    {
        for (var uses = 0; uses < 8; uses++)
        {
            await using var host = await CommitHost.StartAsync(server, static options => options.ReadPoolSize = 1);
            var pool = host.Database.Reads;
            for (var use = 0; use < uses; use++)
                await ReadAsync(pool, 1, 1);

            Assert.Equal("22012", (await Assert.ThrowsAsync<PostgresException>(() => ReadAsync(pool, first, second))).SqlState);

            Assert.Equal(Right, await ReadAsync(pool, 1, 1));
        }
    }

    [Fact]
    public async Task A_connection_that_broke_is_not_used_again()
    {
        await using var host = await CommitHost.StartAsync(server, static options => options.ReadPoolSize = 1);
        await Assert.ThrowsAsync<PostgresException>(
            () => host.Database.Reads.RunAsync(new Statement("SELECT pg_terminate_backend(pg_backend_pid())"), CancellationToken.None));

        Assert.Equal(Right, await ReadAsync(host.Database.Reads, 1, 1));
    }

    private static Task<List<int>[]> ReadAsync(Pool pool, int first, int second) => pool.ReadAsync<List<int>[]>(
        [new Statement(One).With(first), new Statement(None).With(second), new Statement(Two)],
        async reader =>
        [
            await reader.AllAsync(Value, CancellationToken.None),
            await reader.NextAsync(Value, CancellationToken.None),
            await reader.NextAsync(Value, CancellationToken.None),
        ],
        CancellationToken.None);

    private static int Value(NpgsqlDataReader row) => row.GetInt32(0);
}
