namespace Vespid.Storage.Commits;

/// <summary>
/// What applied commits of this process made to do, so that others can wake without polling. Hints only: nothing is raised for
/// commits whose outcome is unknown, nor for those of other processes, and scans find what was missed.
/// </summary>
/// <remarks>Handlers run on the commit log's own loop: hand over to a channel, never block and never throw. Each is raised once a batch and value.</remarks>
public interface ICommitSignals
{
    /// <summary>Keys of lanes with new entries.</summary>
    event Action<string>? LaneQueued;

    /// <summary>Organisations with new runs that may be claimed, or where one ended that others may have waited for.</summary>
    event Action<Guid>? RunQueued;

    /// <summary>Web chat conversations (account, conversation) with new replies.</summary>
    event Action<Guid, string>? WebchatQueued;
}
