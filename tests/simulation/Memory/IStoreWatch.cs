using Vespid.Storage.Commits;

namespace Vespid.Tests.Simulation.Memory;

/// <summary>Is told of every change as it becomes durable.</summary>
internal interface IStoreWatch
{
    void Wrote(long epoch);

    void Stored(MessageRecord message)
    {
    }

    void Queued(RunRecord run)
    {
    }

    void Queued(EntryRecord entry);

    void Moved(EntryRecord entry, string from);

    void Ended(RunRecord run, string from)
    {
    }

    void Changed(Guid entityId)
    {
    }

    /// <summary>Something happened at an edge.</summary>
    void Happened(EventRecord one)
    {
    }

    /// <summary>A receiver has said more about an event.</summary>
    void Accounted(AccountOfEvent account, string from)
    {
    }

    /// <summary>A state got another version.</summary>
    void Wrote(string key, long from, long to);

    /// <summary>All of a commit is written.</summary>
    void Applied(Commit commit);
}
