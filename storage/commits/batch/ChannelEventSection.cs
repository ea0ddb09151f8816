using Vespid.Storage.Rows;

namespace Vespid.Storage.Commits.Batch;

/// <summary>Events of channel accounts.</summary>
internal sealed class ChannelEventSection : Section
{
    private readonly Column<Guid> _id;
    private readonly Column<Guid> _organization;
    private readonly Column<Guid> _account;
    private readonly Column<string?> _conversation;
    private readonly Column<string?> _type;
    private readonly Column<string?> _level;
    private readonly Column<string?> _message;
    private readonly Column<string?> _payload;

    public ChannelEventSection()
    {
        _id = Uuid("id");
        _organization = Uuid("organization_id");
        _account = Uuid("account_id");
        _conversation = Text("conversation_id");
        _type = Text("event_type");
        _level = Text("level");
        _message = Text("message");
        _payload = Jsonb("payload");
    }

    public override string AppendSql => """
        event_written AS (
            INSERT INTO channel_event_log (id, organization_id, account_id, conversation_id, event_type, level, message, payload)
            SELECT id, organization_id, account_id, conversation_id, event_type, level, message, payload FROM {rows} WHERE {open}
            ON CONFLICT (id) DO NOTHING)
        """;

    public void Append(int commit, ChannelEventRow row)
    {
        Next(commit);
        _id.Add(row.Id);
        _organization.Add(row.OrganizationId);
        _account.Add(row.AccountId);
        _conversation.Add(PostgresText.Clean(row.ConversationId));
        _type.Add(PostgresText.Clean(row.EventType));
        _level.Add(PostgresText.Clean(row.Level));
        _message.Add(PostgresText.Clean(row.Message));
        _payload.Add(PostgresText.CleanJson(row.Payload));
    }
}
