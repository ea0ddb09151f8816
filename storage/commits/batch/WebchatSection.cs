using Vespid.Storage.Rows;

namespace Vespid.Storage.Commits.Batch;

/// <summary>Replies to web chat visitors.</summary>
internal sealed class WebchatSection : Section
{
    private readonly Column<Guid> _entry;
    private readonly Column<Guid> _organization;
    private readonly Column<Guid> _account;
    private readonly Column<string?> _conversation;
    private readonly Column<string?> _text;
    private readonly Column<string?> _replyTo;

    public WebchatSection()
    {
        _entry = Uuid("entry_id");
        _organization = Uuid("organization_id");
        _account = Uuid("account_id");
        _conversation = Text("conversation_id");
        _text = Text("text");
        _replyTo = Text("reply_to");
    }

    public override string AppendSql => """
        webchat_written AS (
            INSERT INTO webchat_messages (entry_id, organization_id, account_id, conversation_id, text, reply_to)
            SELECT entry_id, organization_id, account_id, conversation_id, text, reply_to FROM {rows} WHERE {open}
            ON CONFLICT (entry_id) DO NOTHING)
        """;

    public void Append(int commit, WebchatMessageRow row)
    {
        Next(commit);
        _entry.Add(row.EntryId);
        _organization.Add(row.OrganizationId);
        _account.Add(row.AccountId);
        _conversation.Add(PostgresText.Clean(row.ConversationId));
        _text.Add(PostgresText.Clean(row.Text));
        _replyTo.Add(PostgresText.Clean(row.ReplyTo));
    }
}
