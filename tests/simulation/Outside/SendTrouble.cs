namespace Vespid.Tests.Simulation.Outside;

/// <summary>What a receiver does with a request.</summary>
internal enum SendTrouble
{
    None,

    /// <summary>No connection: nothing is written.</summary>
    NoConnection,

    /// <summary>429 with <c>Retry-After</c>.</summary>
    TooMany,

    /// <summary>503.</summary>
    Unavailable,

    /// <summary>500.</summary>
    Broken,

    /// <summary>400.</summary>
    Refused,

    /// <summary>Read, never taken, never answered.</summary>
    Hang,

    /// <summary>Taken, and never answered.</summary>
    TakenAndSilent,

    /// <summary>Taken, and the connection drops before the answer.</summary>
    TakenAndDropped,

    /// <summary>On the way for long: it arrives after its sender may have given up.</summary>
    Late,
}
