using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>One carrying out of a command.</summary>
/// <param name="Request">What, who and where.</param>
/// <param name="Policy">As it is now.</param>
/// <param name="Place">Where, for the rules.</param>
/// <param name="IsRepeat">An earlier attempt may have got as far as to do it.</param>
internal sealed record CommandTurn(CommandRequest Request, ChatPolicy Policy, CommandPlace Place, bool IsRepeat)
{
    public ParsedCommand Command => Request.Command;

    public string Name => CommandNames.Plain(Request.Command.Name);
}

/// <summary>Names of commands.</summary>
internal static class CommandNames
{
    /// <summary>Attempts that are recorded: they change something, or say who may.</summary>
    private static readonly HashSet<string> Recorded = ["run", "issue", "note", "cancel", "approve", "deny", "pause", "resume"];

    public static string Plain(string name) => name switch
    {
        "mute" => "pause",
        "unmute" => "resume",
        "runs" => "recent-runs",
        _ => name,
    };

    public static bool IsRecorded(ParsedCommand command) =>
        Recorded.Contains(Plain(command.Name)) || (command.Name == "dlq" && !command.Arguments.IsEmpty && command.Arguments[0] == "redrive");

    /// <summary>As it was written, in one line.</summary>
    public static string Spell(ParsedCommand command) => command.Arguments.IsEmpty ? command.Name : $"{command.Name} {string.Join(' ', command.Arguments)}";
}
