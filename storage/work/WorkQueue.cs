using Npgsql;
using Vespid.Storage.Commits;
using Vespid.Storage.Lease;
using Vespid.Storage.Queries;
using Vespid.Storage.Rows;

namespace Vespid.Storage.Work;

/// <summary>
/// Each call but a completion is one transaction of one round trip: the fence, then the statement. The fence alone could not tell an
/// empty queue from a lost lease.
/// </summary>
internal sealed class WorkQueue(Database database, IWriterLease lease, ICommitLog log) : IWorkQueue
{
    private const int MaxClaim = 100;

    public async Task<IReadOnlyList<ClaimedRun>> ClaimAsync(
        Guid organizationId, string worker, int max, TimeSpan lease, CancellationToken cancellationToken = default) =>
        await WriteAsync(
            WorkSql.Claim,
            statement => statement.With(organizationId).With(PostgresText.Clean(worker)).With(Math.Clamp(max, 1, MaxClaim)).With(lease),
            reader => reader.AllAsync(MapClaim, cancellationToken),
            cancellationToken).ConfigureAwait(false);

    public Task<bool> HeartbeatAsync(
        Guid organizationId, Guid runId, Guid leaseToken, TimeSpan lease, CancellationToken cancellationToken = default) =>
        WriteAsync(
            WorkSql.Heartbeat,
            statement => Claimed(statement, organizationId, runId, leaseToken).With(lease),
            // Each statement of the batch adds what it affected; the fence affects nothing.
            reader => Task.FromResult(reader.RecordsAffected > 0),
            cancellationToken);

    // By the commit log, in one statement with what others commit. No organisation's share is asked: finished work is not turned away.
    public async Task<WorkVerdict> CompleteAsync(
        Guid organizationId, Guid runId, Guid leaseToken, string? output, IReadOnlyList<OutboxRow> replies, CancellationToken cancellationToken = default)
    {
        if (replies.Any(reply => reply.OrganizationId != organizationId))
            throw new ArgumentException("A reply belongs to another organisation than the run.", nameof(replies));
        var commit = new Commit { Id = Guid.Empty, Rows = [new RunEnd(organizationId, runId, leaseToken, output), .. replies] };
        var outcome = await log.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        return outcome.Status == CommitStatus.Applied
            ? WorkVerdict.Done
            : await WhyMissedAsync(organizationId, runId, leaseToken, cancellationToken).ConfigureAwait(false);
    }

    public Task<WorkVerdict> FailAsync(
        Guid organizationId, Guid runId, Guid leaseToken, string error, bool retryable, TimeSpan retryIn, CancellationToken cancellationToken = default) =>
        EndFailedAsync(
            statement => Claimed(statement, organizationId, runId, leaseToken).With(PostgresText.Clean(error)).With(retryable).With(retryIn),
            cancellationToken);

    public async Task<IReadOnlyList<Guid>> OrganizationsWithWorkAsync(
        IReadOnlyList<string> agentKinds, int max, CancellationToken cancellationToken = default) =>
        await database.Reads.ListAsync(
            new Statement(WorkSql.OrganizationsWithWork).WithAll([.. agentKinds]).With(Math.Clamp(max, 1, 10_000)), row => row.GetGuid(0), cancellationToken)
            .ConfigureAwait(false);

    public async Task<RunQuota> QuotaAsync(Guid organizationId, CancellationToken cancellationToken = default)
    {
        var found = await database.Reads.ListAsync(
            new Statement(WorkSql.Quota).With(organizationId),
            row => new RunQuota(row.GetGuid(0), row.GetInt32(1), row.GetInt32(2), row.IntOrNull(3), row.IntOrNull(4)),
            cancellationToken).ConfigureAwait(false);
        return found is [var quota] ? quota : new RunQuota(organizationId, 0, 0, null, null);
    }

    public Task<int> AdmitHeldBackAsync(CancellationToken cancellationToken = default) =>
        WriteAsync(WorkSql.AdmitHeldBack, _ => { }, reader => Task.FromResult(Math.Max(0, reader.RecordsAffected)), cancellationToken);

    private static Statement Claimed(Statement statement, Guid organizationId, Guid runId, Guid leaseToken) =>
        statement.With(organizationId).With(runId).With(leaseToken);

    private static ClaimedRun MapClaim(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.Time(2), row.GetGuid(3), row.GetString(4), row.GetInt64(5), row.GuidOrNull(6), row.GuidOrNull(7),
        row.GuidOrNull(8), row.TextOrNull(9), row.TextOrNull(10), row.GetInt32(11), row.GetString(12), row.TextOrNull(13));

    /// <summary>A repeat of what this worker did before is done.</summary>
    private async Task<WorkVerdict> WhyMissedAsync(Guid organizationId, Guid runId, Guid leaseToken, CancellationToken cancellationToken)
    {
        var found = await database.Reads.ListAsync(
            Claimed(new Statement(WorkSql.Status), organizationId, runId, leaseToken),
            row => (Status: row.GetString(0), IsOurs: !row.IsDBNull(1) && row.GetBoolean(1)),
            cancellationToken).ConfigureAwait(false);
        return found is not [var run] ? WorkVerdict.NotFound : run is { Status: "succeeded", IsOurs: true } ? WorkVerdict.Done : WorkVerdict.LeaseLost;
    }

    private async Task<WorkVerdict> EndFailedAsync(Action<Statement> fill, CancellationToken cancellationToken)
    {
        var verdict = await TryEndAsync(fill, cancellationToken).ConfigureAwait(false);
        // Its snapshot still showed the run as ours, yet another had ended it: look again with a new one.
        verdict ??= await TryEndAsync(fill, cancellationToken).ConfigureAwait(false);
        return verdict ?? WorkVerdict.LeaseLost;
    }

    private Task<WorkVerdict?> TryEndAsync(Action<Statement> fill, CancellationToken cancellationToken) =>
        WriteAsync<WorkVerdict?>(
            WorkSql.Fail, fill,
            async reader =>
            {
                if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    return WorkVerdict.NotFound;
                var (ended, status, ours) = (reader.GetInt32(0) == 1, reader.GetString(1), !reader.IsDBNull(2) && reader.GetBoolean(2));
                return ended || ours && status is "failed" or "queued" ? WorkVerdict.Done : ours && status == "running" ? null : WorkVerdict.LeaseLost;
            },
            cancellationToken);

    private async Task<T> WriteAsync<T>(string sql, Action<Statement> fill, Func<NpgsqlDataReader, Task<T>> read, CancellationToken cancellationToken)
    {
        // The row of a server that nobody ever took over carries epoch 0 too.
        var epoch = lease.Epoch;
        if (epoch == 0)
            throw new WriterFencedException("This process does not hold the writer's lease.");
        var statement = new Statement(sql).With(epoch);
        fill(statement);
        var isReached = false;
        try
        {
            return await database.Writes.UseAsync(
                connection =>
                {
                    isReached = true;
                    return WriteAsync(connection, epoch, statement, read, cancellationToken);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (!isReached && (fault is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException))
        {
            throw new CommitUnavailableException("The database cannot be reached.", fault);
        }
        catch (PostgresException fault) when (CommitFaults.Of(fault) == CommitFault.Poison)
        {
            throw new CommitRejectedException("The database refuses this change of a run.", fault.SqlState, fault) { Constraint = fault.ConstraintName };
        }
        catch (PostgresException fault)
        {
            throw new CommitUnavailableException("The database cannot change a run at the moment.", fault);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or IOException)
        {
            throw new CommitOutcomeUnknownException("The connection was lost: a run may or may not have been changed.", fault);
        }
    }

    private static async Task<T> WriteAsync<T>(
        NpgsqlConnection connection, long epoch, Statement statement, Func<NpgsqlDataReader, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new Statement(EpochFence.Sql).With(epoch).Command);
        batch.BatchCommands.Add(statement.Command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            throw new WriterFencedException($"Epoch {epoch} is not the writer's any more.");
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var result = await read(reader).ConfigureAwait(false);
        // What follows the last row may still be the fault that undoes it all.
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
        {
        }

        return result;
    }
}
