using System.Text;

namespace Vespid.Channels;

/// <summary>One line of the protocol. Source: modern.ircdocs.horse and the IRCv3 message-tags specification.</summary>
/// <param name="Tags">Unescaped.</param>
/// <param name="Nick">Of the source; a server's name for a server.</param>
/// <param name="Command">In upper case.</param>
/// <param name="Parameters">The trailing one last.</param>
internal sealed record IrcLine(IReadOnlyDictionary<string, string> Tags, string Nick, string Command, IReadOnlyList<string> Parameters)
{
    private static readonly Dictionary<string, string> NoTags = [];

    public string this[int index] => index < Parameters.Count ? Parameters[index] : string.Empty;

    public string Last => Parameters.Count > 0 ? Parameters[^1] : string.Empty;

    /// <summary>Null for a line without a command.</summary>
    public static IrcLine? Parse(string line)
    {
        var rest = line;
        IReadOnlyDictionary<string, string> tags = NoTags;
        var nick = string.Empty;
        if (rest.StartsWith('@'))
            tags = TagsOf(Word(ref rest)[1..]);
        if (rest.StartsWith(':'))
            nick = Word(ref rest)[1..].Split('!', '@')[0];
        var command = Word(ref rest).ToUpperInvariant();
        if (command.Length == 0)
            return null;
        var parameters = new List<string>();
        while (rest.Length > 0)
        {
            if (rest[0] == ':')
            {
                parameters.Add(rest[1..]);
                break;
            }

            parameters.Add(Word(ref rest));
        }

        return new(tags, nick, command, parameters);
    }

    private static string Word(ref string rest)
    {
        var space = rest.IndexOf(' ', StringComparison.Ordinal);
        var word = space < 0 ? rest : rest[..space];
        rest = space < 0 ? string.Empty : rest[space..].TrimStart(' ');
        return word;
    }

    private static Dictionary<string, string> TagsOf(string text)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = item.Split('=', 2);
            tags[parts[0]] = parts.Length == 2 ? Unescape(parts[1]) : string.Empty;
        }

        return tags;
    }

    private static string Unescape(string value)
    {
        if (!value.Contains('\\', StringComparison.Ordinal))
            return value;
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '\\')
                text.Append(value[i]);
            else if (++i < value.Length)
                text.Append(value[i] switch { ':' => ';', 's' => ' ', 'r' => '\r', 'n' => '\n', var other => other });
        }

        return text.ToString();
    }
}
