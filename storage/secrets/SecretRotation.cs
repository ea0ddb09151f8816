using Npgsql;
using Vespid.Storage.Commits;
using Vespid.Storage.Entities;

namespace Vespid.Storage.Secrets;

/// <summary>Goes through the rows by id in small pages, one commit a row, so that it can be stopped and run again anywhere.</summary>
internal sealed class SecretRotation(Database database, ISecretProtector protector, ICommitLog commits, TimeProvider time) : ISecretRotation
{
    private const int PageSize = 100;

    public async Task<RewrapResult> RewrapAsync(CancellationToken cancellationToken = default)
    {
        if (!protector.IsConfigured)
            throw new SecretsNotConfiguredException();
        var (accounts, unreadable) = await WorkThroughAsync(ReadAccountSecretsAsync, cancellationToken).ConfigureAwait(false);
        var (agents, unreadableAgents) = await WorkThroughAsync(ReadAgentSecretsAsync, cancellationToken).ConfigureAwait(false);
        return new RewrapResult(accounts + agents, unreadable + unreadableAgents);
    }

    private async Task<(int Rewrapped, int Unreadable)> WorkThroughAsync(
        Func<Guid, CancellationToken, Task<List<Stored>>> readPage, CancellationToken cancellationToken)
    {
        var (rewrapped, unreadable, after) = (0, 0, Guid.Empty);
        while (await readPage(after, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var stored in page)
            {
                try
                {
                    if (stored.Secret() is { } secret && protector.Rewrap(secret, stored.Purpose) is { } wrapped
                        && await CommitAsync(stored, stored.Change(secret, wrapped), cancellationToken).ConfigureAwait(false))
                    {
                        rewrapped++;
                    }
                }
                catch (SecretUnreadableException)
                {
                    unreadable++;
                }
            }

            after = page[^1].Id;
        }

        return (rewrapped, unreadable);
    }

    private async Task<bool> CommitAsync(Stored stored, CommitRow row, CancellationToken cancellationToken)
    {
        var commit = new Commit { Id = Guid.CreateVersion7(time.GetUtcNow()), OrganizationId = stored.OrganizationId, Rows = [row] };
        return (await commits.CommitAsync(commit, cancellationToken).ConfigureAwait(false)).Status == CommitStatus.Applied;
    }

    private async Task<List<Stored>> ReadAccountSecretsAsync(Guid after, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT id, organization_id, account_id, name, kek_id, dek_ciphertext, dek_iv, dek_tag, secret_ciphertext, secret_iv, secret_tag
            FROM channel_account_secrets WHERE id > $1 ORDER BY id LIMIT $2
            """;
        return await ReadAsync(Sql, after, reader =>
        {
            var (id, organizationId, accountId, name) = (reader.GetGuid(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetString(3));
            var secret = SecretColumns.Read(reader, 4);
            return new Stored(
                id, organizationId, SecretPurpose.OfAccount(organizationId, accountId, name), () => secret,
                (from, to) => new SecretRewrap(id, organizationId, from.KekId, to));
        }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<List<Stored>> ReadAgentSecretsAsync(Guid after, CancellationToken cancellationToken)
    {
        const string Sql = "SELECT id, agent_secret, version FROM organizations WHERE id > $1 AND agent_secret IS NOT NULL ORDER BY id LIMIT $2";
        return await ReadAsync(Sql, after, reader =>
        {
            var (id, packed, version) = (reader.GetGuid(0), reader.GetFieldValue<byte[]>(1), reader.GetInt64(2));
            return new Stored(
                id, id, SecretPurpose.OfAgent(id), () => SealedSecret.Unpack(packed),
                (_, to) => new OrganizationChange(id) { ExpectedVersion = version, AgentSecret = to.Pack() });
        }, cancellationToken).ConfigureAwait(false);
    }

    private Task<List<Stored>> ReadAsync(string sql, Guid after, Func<NpgsqlDataReader, Stored> map, CancellationToken cancellationToken) =>
        database.Reads.ListAsync(new Statement(sql).With(after).With(PageSize), map, cancellationToken);

    private sealed record Stored(
        Guid Id, Guid OrganizationId, SecretPurpose Purpose, Func<SealedSecret> Secret, Func<SealedSecret, SealedSecret, CommitRow> Change);
}
