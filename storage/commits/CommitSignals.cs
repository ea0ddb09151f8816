using Vespid.Storage.Rows;

namespace Vespid.Storage.Commits;

/// <summary>Raises <see cref="ICommitSignals"/> of a batch.</summary>
internal sealed class CommitSignals : ICommitSignals
{
    public event Action<string>? LaneQueued;

    public event Action<Guid>? RunQueued;

    public event Action<Guid, string>? WebchatQueued;

    /// <summary>What one batch made to do; each value once.</summary>
    internal sealed class Announcement
    {
        private readonly HashSet<string> _lanes = [];
        private readonly HashSet<Guid> _organizations = [];
        private readonly HashSet<(Guid Account, string Conversation)> _conversations = [];

        public void Add(Commit commit)
        {
            foreach (var row in commit.Rows.AsSpan())
            {
                switch (row)
                {
                    case OutboxRow entry:
                        _lanes.Add(entry.LaneKey);
                        break;
                    case RunRow { Admitted: true } run:
                        _organizations.Add(run.OrganizationId);
                        break;
                    case RunEnd end:
                        // The next turn of its session may be due.
                        _organizations.Add(end.OrganizationId);
                        break;
                    case WebchatMessageRow message:
                        _conversations.Add((message.AccountId, message.ConversationId));
                        break;
                }
            }
        }

        public void Raise(CommitSignals signals)
        {
            if (signals.LaneQueued is { } laneQueued)
            {
                foreach (var lane in _lanes)
                    laneQueued(lane);
            }

            if (signals.RunQueued is { } runQueued)
            {
                foreach (var organization in _organizations)
                    runQueued(organization);
            }

            if (signals.WebchatQueued is { } webchatQueued)
            {
                foreach (var (account, conversation) in _conversations)
                    webchatQueued(account, conversation);
            }
        }
    }
}
