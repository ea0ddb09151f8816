using System.Reflection;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary><c>help</c>, <c>whoami</c>, <c>version</c>, <c>chatinfo</c>, and what is not configured.</summary>
internal sealed class AboutHandler(ChatOpsSettings settings) : ICommandHandler
{
    private static readonly (string Name, string Usage)[] Usages =
    [
        ("help", "help"), ("whoami", "whoami - who you are here"), ("status", "status - state of the runtime"), ("rooms", "rooms - rooms and their bindings"),
        ("links", "links <message id> - its copies"),
        ("recent-runs", "recent-runs [n] - the newest runs"), ("run-status", "run-status <run_id>"), ("coverage", "coverage - counts of the content plan"),
        ("run", "run hourly|nightly|weekly|monthly"), ("cancel", "cancel <run_id>"), ("issue", "issue <title> [lines of text] [--label x]"),
        ("note", "note <page> <text> [--issue n]"), ("ask", "ask <question>"), ("pending", "pending - commands that wait for a second person"), ("approve", "approve <id>"),
        ("deny", "deny <id>"), ("pause", "pause <binding> [minutes]"), ("resume", "resume <binding>"), ("dlq", "dlq [redrive <id>]"), ("chatinfo", "chatinfo - ids of this chat"),
        ("version", "version"),
    ];

    public IReadOnlyList<string> Names { get; } = ["help", "whoami", "version", "chatinfo", "ask"];

    public Task<CommandResult> HandleAsync(CommandTurn turn) => Task.FromResult(turn.Name switch
    {
        "whoami" => CommandResult.Answer(
            $"platform: {turn.Request.Actor.Channel}\nuser id: {turn.Request.Actor.ExternalUserId}\nmay run: {string.Join(", ", Visible(turn))}"),
        "version" => CommandResult.Answer($"vespid {Assembly.GetEntryAssembly()?.GetName().Version?.ToString(3) ?? "unknown"}"),
        "chatinfo" => CommandResult.Answer(turn.Request.Chat),
        "ask" => CommandResult.Failed("not_configured", "no agent answers here"),
        _ => Help(turn),
    });

    private CommandResult Help(CommandTurn turn)
    {
        var visible = Visible(turn);
        var lines = Usages.Where(usage => visible.Contains(usage.Name)).Select(usage => $"{settings.CommandPrefix} {usage.Usage}");
        return CommandResult.Answer("Commands:\n" + string.Join('\n', lines));
    }

    private static IReadOnlyList<string> Visible(CommandTurn turn) => CommandRules.VisibleTo(turn.Request.Actor, turn.Policy, turn.Place);
}
