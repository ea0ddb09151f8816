using System.Collections.Immutable;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Storage.Commits;

namespace Vespid.Grains.ChatOps;

/// <summary>What came of a command.</summary>
/// <param name="Code">Code of the result table; null for an answer without one.</param>
/// <param name="Outcome">Word of <c>chat_actions.outcome</c>.</param>
/// <param name="Text">Answer.</param>
/// <param name="AuthzStatus">Null for <c>authorized</c>.</param>
internal sealed record CommandResult(string? Code, string Outcome, RichText Text, string? AuthzStatus = null)
{
    /// <summary>Rows that take effect with the answer. When their guard misses, <see cref="Missed"/> is the answer.</summary>
    public ImmutableArray<CommitRow> Rows { get; init; } = [];

    public CommandResult? Missed { get; init; }

    /// <summary>Run that it started.</summary>
    public string? RunName { get; init; }

    public static CommandResult Answer(string text) => new(null, "succeeded", RichText.Plain(text));

    public static CommandResult Done(string code, string text) => new(code, "succeeded", RichText.Plain(text));

    public static CommandResult Failed(string code, string text) => new(code, "failed", RichText.Plain($"{code}: {text}"));

    /// <param name="nothing">That nothing has happened, in words.</param>
    /// <param name="choices">What may have been meant.</param>
    public static CommandResult NeedsClarification(string nothing, IEnumerable<string> choices) => new(
        "needs_clarification", "accepted", RichText.Plain($"needs_clarification: {nothing}; which one? {string.Join(", ", choices)}"));

    public static CommandResult Blocked(string code, string authzStatus, string text) => new(code, "blocked", RichText.Plain($"{code}: {text}"), authzStatus);
}
