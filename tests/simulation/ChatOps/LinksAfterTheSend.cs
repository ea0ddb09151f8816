using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Sabotage;

namespace Vespid.Tests.Simulation.ChatOps;

/// <summary>Writes the link between a message and its copy when the copy has been sent, after that is recorded, instead of with the message.</summary>
internal sealed class LinksAfterTheSend : LogDefect
{
    /// <summary>By entry: what its payload would tell any later process.</summary>
    private readonly Dictionary<Guid, ChatCopiesInsert> _links = [];

    public override string Name => "links after the send";

    protected override async ValueTask<CommitOutcome> CommitAsync(ICommitLog log, SimulatedHost host, Commit commit, CancellationToken cancellationToken)
    {
        foreach (var row in commit.Rows.OfType<ChatCopiesInsert>())
        {
            for (var part = 0; part < row.Entries.Length; part++)
                _links[row.Entries[part]] = row with { FirstPart = row.FirstPart + part, Entries = [row.Entries[part]] };
        }

        var mark = commit.Rows.OfType<ChatCopyMark>().FirstOrDefault(static mark => mark.Status == "sent");
        var outcome = await log.CommitAsync(commit with { Rows = [.. commit.Rows.Where(row => row is not ChatCopiesInsert && row != mark)] }, cancellationToken);
        if (outcome.Status == CommitStatus.Applied && mark is not null && _links.TryGetValue(mark.EntryId, out var link))
            await log.CommitAsync(new Commit { Id = commit.Id, Rows = [link, mark] }, cancellationToken);
        return outcome;
    }
}
