using Vespid.Storage.Rows;

namespace Vespid.Storage.Commits.Batch;

/// <summary>Pairing requests, at most one of an account in a batch so that the cap can be counted.</summary>
internal sealed class PairingSection : Section
{
    private readonly Column<Guid> _id;
    private readonly Column<Guid> _organization;
    private readonly Column<Guid> _account;
    private readonly Column<string?> _scope;
    private readonly Column<string?> _requester;
    private readonly Column<string?> _requesterName;
    private readonly Column<string?> _code;
    private readonly Column<TimeSpan> _timeToLive;
    private readonly Column<int> _cap;

    public PairingSection()
    {
        _id = Uuid("id");
        _organization = Uuid("organization_id");
        _account = Uuid("account_id");
        _scope = Text("scope");
        _requester = Text("requester_id");
        _requesterName = Text("requester_display_name");
        _code = Text("code");
        _timeToLive = Span("time_to_live");
        _cap = Int("cap");
    }

    // A request that ran out but was not swept yet is still 'pending': it starts anew, with the new code.
    public override string AppendSql => """
        pairing_written AS (
            INSERT INTO channel_pairing_requests AS p (id, organization_id, account_id, scope, requester_id, requester_display_name, code, expires_at)
            SELECT id, organization_id, account_id, scope, requester_id, requester_display_name, code, now() + time_to_live
            FROM {rows}
            WHERE {open} AND r.cap > (
                SELECT count(*) FROM channel_pairing_requests o
                WHERE o.account_id = r.account_id AND o.status = 'pending' AND o.expires_at > now()
                  AND (o.scope, o.requester_id) <> (r.scope, r.requester_id))
            ORDER BY account_id
            ON CONFLICT (account_id, scope, requester_id) WHERE status = 'pending' DO UPDATE
            SET code = CASE WHEN p.expires_at > now() THEN p.code ELSE excluded.code END,
                created_at = CASE WHEN p.expires_at > now() THEN p.created_at ELSE now() END,
                requester_display_name = coalesce(excluded.requester_display_name, p.requester_display_name),
                expires_at = excluded.expires_at)
        """;

    public void Append(int commit, PairingRequestRow row)
    {
        Next(commit);
        _id.Add(row.Id);
        _organization.Add(row.OrganizationId);
        _account.Add(row.AccountId);
        _scope.Add(PostgresText.Clean(row.Scope));
        _requester.Add(PostgresText.Clean(row.RequesterId));
        _requesterName.Add(PostgresText.Clean(row.RequesterDisplayName));
        _code.Add(PostgresText.Clean(row.Code));
        _timeToLive.Add(row.TimeToLive);
        _cap.Add(row.PendingCap);
    }
}
