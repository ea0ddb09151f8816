using Vespid.Storage.Commits;

namespace Vespid.Grains.Delivery;

/// <summary>Whether an entry may leave now.</summary>
internal abstract record Clearance
{
    private Clearance()
    {
    }

    /// <summary>Now.</summary>
    public sealed record Go : Clearance
    {
        public static readonly Go Instance = new();
    }

    /// <summary>Later; not the entry's fault, so no attempt is counted.</summary>
    /// <param name="For">How long.</param>
    /// <param name="Why">Shown to operators.</param>
    public sealed record Wait(TimeSpan For, string Why) : Clearance;

    /// <summary>Never.</summary>
    /// <param name="Error">Why.</param>
    public sealed record Never(string Error) : Clearance;

    /// <summary>Delivery is a row: it is sent by the commit that says so.</summary>
    /// <param name="Row">The row.</param>
    public sealed record InStore(CommitRow Row) : Clearance;
}
