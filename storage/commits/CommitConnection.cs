using Npgsql;
using Vespid.Storage.Commits.Batch;
using Vespid.Storage.Commits.Queue;

namespace Vespid.Storage.Commits;

/// <summary>One connection of the commit log under one epoch, with its prepared statements.</summary>
internal sealed class CommitConnection(NpgsqlConnection connection, long epoch, IReadOnlyDictionary<Type, ISoloWriter> soloWriters) : IAsyncDisposable
{
    // Each shape of batch is a prepared statement; a process meets a few dozen of them.
    private const int MaxStatements = 200;

    private readonly CommitBatch _batch = new();
    private readonly Dictionary<int, NpgsqlCommand> _statements = [];

    public long Epoch => epoch;

    public bool IsUsable => connection.State == System.Data.ConnectionState.Open;

    public static async Task<CommitConnection> OpenAsync(
        Database database, long epoch, IReadOnlyDictionary<Type, ISoloWriter> soloWriters, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(database.WriterConnectionString(epoch));
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return new CommitConnection(connection, epoch, soloWriters);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Throws when the server is gone, before anything depends on it.</summary>
    public async Task PingAsync()
    {
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        await command.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Writes the commits in one statement; the verdict on each is put at its position.</summary>
    /// <param name="commits">The commits.</param>
    /// <param name="verdicts">Receives the verdicts.</param>
    /// <param name="sending">Called when the statement is about to be sent: from here on its outcome can become unknown.</param>
    public async Task WriteAsync(ReadOnlyMemory<PendingCommit> commits, Memory<Verdict> verdicts, Action sending)
    {
        Fill(commits);
        var command = await StatementAsync().ConfigureAwait(false);
        sending();
        ((NpgsqlParameter<long>)command.Parameters[0]).TypedValue = epoch;
        ((NpgsqlParameter<int>)command.Parameters[1]).TypedValue = commits.Length;
        verdicts.Span[..commits.Length].Clear();
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
        await ReadVerdictsAsync(reader, verdicts).ConfigureAwait(false);

        // The commit itself happens after the last row: only the end of the results says that it did.
        await reader.NextResultAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Writes a commit with control-plane rows as a transaction of its own.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="verdict">Receives the verdict, before later statements of the transaction may fail.</param>
    /// <param name="committing">Called when the end of the transaction is about to be sent: from here on its outcome can become unknown.</param>
    public async Task WriteSoloAsync(PendingCommit commit, Memory<Verdict> verdict, Action committing)
    {
        verdict.Span[0] = Verdict.Applied;
        Fill(new[] { commit });
        await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None).ConfigureAwait(false);
        await using var batch = new NpgsqlBatch(connection, transaction);
        var shared = new NpgsqlBatchCommand(_batch.Sql());
        _batch.Bind(shared.Parameters);
        shared.Parameters[0].Value = epoch;
        shared.Parameters[1].Value = 1;
        batch.BatchCommands.Add(shared);
        var guarded = AddSoloCommands(commit.Commit, batch);
        await using (var reader = await batch.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false))
        {
            await ReadVerdictsAsync(reader, verdict).ConfigureAwait(false);
            while (await reader.NextResultAsync(CancellationToken.None).ConfigureAwait(false))
            {
            }
        }

        if (verdict.Span[0] == Verdict.Applied && guarded.Exists(static command => command.Rows != 1))
            verdict.Span[0] = Verdict.Missed;
        if (verdict.Span[0] != Verdict.Applied)
        {
            await transaction.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
            return;
        }

        committing();
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _statements.Values)
            await command.DisposeAsync().ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task ReadVerdictsAsync(NpgsqlDataReader reader, Memory<Verdict> verdicts)
    {
        while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            var index = reader.GetInt32(0);
            var verdict = (Verdict)reader.GetInt32(1);
            ref var known = ref verdicts.Span[index];
            if (known == Verdict.Applied || verdict < known)
                known = verdict;
        }
    }

    private void Fill(ReadOnlyMemory<PendingCommit> commits)
    {
        _batch.Clear();
        foreach (var commit in commits.Span)
            _batch.Add(commit.Commit);
    }

    private async ValueTask<NpgsqlCommand> StatementAsync()
    {
        var shape = _batch.Shape;
        if (_statements.TryGetValue(shape, out var command))
            return command;
        if (_statements.Count >= MaxStatements)
        {
            foreach (var old in _statements.Values)
            {
                await old.UnprepareAsync(CancellationToken.None).ConfigureAwait(false);
                await old.DisposeAsync().ConfigureAwait(false);
            }

            _statements.Clear();
        }

        command = new NpgsqlCommand(_batch.Sql(), connection);
        _batch.Bind(command.Parameters);
        await command.PrepareAsync(CancellationToken.None).ConfigureAwait(false);
        _statements.Add(shape, command);
        return command;
    }

    private List<NpgsqlBatchCommand> AddSoloCommands(Commit commit, NpgsqlBatch batch)
    {
        var guarded = new List<NpgsqlBatchCommand>();
        foreach (var row in commit.Rows)
        {
            if (!soloWriters.TryGetValue(row.GetType(), out var writer))
                continue;
            var command = writer.Write(row);
            foreach (NpgsqlParameter parameter in command.Parameters)
                Clean(parameter);
            batch.BatchCommands.Add(command);
            if (writer.MustAffectOneRow)
                guarded.Add(command);
        }

        return guarded;
    }

    private static void Clean(NpgsqlParameter parameter)
    {
        var isJson = parameter.NpgsqlDbType is NpgsqlTypes.NpgsqlDbType.Json or NpgsqlTypes.NpgsqlDbType.Jsonb;
        switch (parameter.Value)
        {
            case string text:
                parameter.Value = isJson ? PostgresText.CleanJson(text) : PostgresText.Clean(text);
                break;
            case string[] texts:
                parameter.Value = Array.ConvertAll(texts, static text => PostgresText.Clean(text));
                break;
        }
    }
}
