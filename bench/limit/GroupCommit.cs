using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;

namespace Vespid.Bench.Limit;

/// <summary>Rows that wait share one insert and one fsync: two connections, one prepared statement, batches of up to 1,000.</summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private const int MostRows = 1_000;

    private readonly Channel<(Row Row, TaskCompletionSource Done)> _queue = Channel.CreateUnbounded<(Row, TaskCompletionSource)>();
    private readonly List<Task> _writers = [];

    public static async Task<GroupCommit> StartAsync(string connectionString, int connections)
    {
        await using (var connection = new NpgsqlConnection(connectionString))
        {
            await connection.OpenAsync();
            await using var create = new NpgsqlCommand(
                "CREATE TABLE IF NOT EXISTS limit_messages (id uuid PRIMARY KEY, conversation text NOT NULL, sender text NOT NULL, text text NOT NULL); TRUNCATE limit_messages",
                connection);
            await create.ExecuteNonQueryAsync();
        }

        var commit = new GroupCommit();
        for (var i = 0; i < connections; i++)
        {
            var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync();
            commit._writers.Add(commit.WriteAllAsync(connection));
        }

        return commit;
    }

    public Task WriteAsync(Row row)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Writer.TryWrite((row, done));
        return done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.Complete();
        await Task.WhenAll(_writers);
    }

    private async Task WriteAllAsync(NpgsqlConnection connection)
    {
        await using var owned = connection;
        await using var insert = new NpgsqlCommand("INSERT INTO limit_messages SELECT * FROM unnest($1, $2, $3, $4)", connection);
        var ids = new NpgsqlParameter<Guid[]> { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid, TypedValue = [] };
        var texts = new NpgsqlParameter<string[]>[3];
        insert.Parameters.Add(ids);
        for (var i = 0; i < texts.Length; i++)
            insert.Parameters.Add(texts[i] = new NpgsqlParameter<string[]> { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, TypedValue = [] });
        await insert.PrepareAsync();

        var batch = new List<(Row Row, TaskCompletionSource Done)>(MostRows);
        while (await _queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MostRows && _queue.Reader.TryRead(out var waiting))
                batch.Add(waiting);
            if (batch.Count == 0)
                continue;
            ids.TypedValue = [.. batch.Select(item => item.Row.Id)];
            texts[0].TypedValue = [.. batch.Select(item => item.Row.Conversation)];
            texts[1].TypedValue = [.. batch.Select(item => item.Row.Sender)];
            texts[2].TypedValue = [.. batch.Select(item => item.Row.Text)];
            await insert.ExecuteNonQueryAsync();
            foreach (var (_, done) in batch)
                done.SetResult();
        }
    }
}
