namespace Vespid.Tests.Chaos.Checking;

/// <summary>A promise that was not kept.</summary>
/// <param name="Kind">Which: one of the constants.</param>
/// <param name="What">The case.</param>
internal sealed record Violation(string Kind, string What)
{
    public const string Lost = "lost";
    public const string StoredTwice = "stored_twice";
    public const string Runs = "runs";
    public const string TurnOrder = "turn_order";
    public const string ReplyMissing = "reply_missing";
    public const string DuplicateUnmarked = "duplicate_unmarked";
    public const string DuplicateUnexplained = "duplicate_unexplained";
    public const string ReplyOrder = "reply_order";
    public const string VersionBack = "version_back";
    public const string Intrusion = "intrusion";
    public const string Refused = "refused";
    public const string TakeOver = "take_over";
    public const string NotDrained = "not_drained";
    public const string Process = "process";
    public const string TransitionLost = "transition_lost";
    public const string TransitionInvented = "transition_invented";
    public const string Unaccounted = "unaccounted";
    public const string AlertMissing = "alert_missing";
    public const string Storm = "storm";
    public const string Loop = "loop";
    public const string ChangeMissing = "change_missing";
    public const string RelayOrder = "relay_order";
}
