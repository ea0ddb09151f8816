namespace Vespid.GrainInterfaces.Platforms;

/// <summary>What became of one attempt in the process that keeps the connection.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Text">The platform's id of what was sent; else the error.</param>
/// <param name="RetryAfter">Not earlier than this.</param>
/// <param name="CountsAsAttempt">Of what is tried again.</param>
/// <param name="AccountFault">Of what is refused.</param>
/// <param name="MayRepeat">Whether somebody else may have taken it too.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.connection-answer")]
public sealed record ConnectionAnswer(
    [property: Id(0)] ConnectionOutcome Outcome,
    [property: Id(1)] string Text,
    [property: Id(2)] TimeSpan? RetryAfter = null,
    [property: Id(3)] bool CountsAsAttempt = false,
    [property: Id(4)] bool AccountFault = false,
    [property: Id(5)] bool MayRepeat = false);
