using Vespid.Storage.Rows;

namespace Vespid.Storage.Commits.Batch;

/// <summary>Agent sessions.</summary>
internal sealed class SessionSection : Section
{
    private readonly Column<Guid> _id;
    private readonly Column<Guid> _organization;
    private readonly Column<Guid?> _account;
    private readonly Column<string?> _conversation;
    private readonly Column<string?> _title;

    public SessionSection()
    {
        _id = Uuid("id");
        _organization = Uuid("organization_id");
        _account = UuidOrNull("account_id");
        _conversation = Text("conversation_id");
        _title = Text("title");
    }

    public override string AppendSql => """
        session_written AS (
            INSERT INTO agent_sessions (id, organization_id, account_id, conversation_id, title)
            SELECT id, organization_id, account_id, conversation_id, title FROM {rows} WHERE {open}
            ON CONFLICT (id) DO NOTHING)
        """;

    public void Append(int commit, SessionRow row)
    {
        Next(commit);
        _id.Add(row.Id);
        _organization.Add(row.OrganizationId);
        _account.Add(row.AccountId);
        _conversation.Add(PostgresText.Clean(row.ConversationId));
        _title.Add(PostgresText.Clean(row.Title));
    }
}
