using System.Globalization;
using System.Text;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>What people are called on the other side.</summary>
internal static class ChatNames
{
    private const int LongestWebhookName = 80;
    private const int LongestPrefix = 100;
    private const string ZeroWidthSpace = "\u200B";

    /// <summary>Words that Discord lets no webhook be called by. Source: docs.discord.com/developers/resources/webhook#create-webhook.</summary>
    private static readonly string[] Reserved = ["clyde", "discord"];

    /// <summary>The preferred name, else the next best; an id is better than nothing.</summary>
    public static string Display(ChatAuthor author, string preference)
    {
        string?[] order = preference switch
        {
            "username" => [author.Username, author.Nickname, author.GlobalName, author.FirstName],
            "global" => [author.GlobalName, author.Nickname, author.Username, author.FirstName],
            "first" => [author.FirstName, author.GlobalName, author.Nickname, author.Username],
            _ => [author.Nickname, author.Username, author.GlobalName, author.FirstName],
        };
        return order.FirstOrDefault(name => !string.IsNullOrWhiteSpace(name))?.Trim() ?? (author.Id.Length > 0 ? author.Id : "unknown");
    }

    /// <summary>A format with its fields filled in.</summary>
    public static string Prefix(string format, ChatAuthor author, string nick, string channel, string? label, string roomName, string instanceId) => Snippet.Of(format
        .Replace("{userid}", author.Id, StringComparison.Ordinal)
        .Replace("{platform}", channel, StringComparison.Ordinal)
        .Replace("{label}", label ?? channel, StringComparison.Ordinal)
        .Replace("{room}", roomName, StringComparison.Ordinal)
        .Replace("{gateway}", instanceId, StringComparison.Ordinal)
        // Last: what somebody is called must not be read as a field.
        .Replace("{nick}", nick, StringComparison.Ordinal), LongestPrefix, unitsEach: 4);

    /// <summary>1 to 80 characters, whole graphemes, without a word that Discord keeps for itself.</summary>
    public static string WebhookName(string name)
    {
        var shown = new string([.. name.Where(letter => !char.IsControl(letter))]);
        foreach (var word in Reserved)
            shown = Broken(shown, word);
        var cut = new StringBuilder();
        var graphemes = StringInfo.GetTextElementEnumerator(shown.Trim());
        while (graphemes.MoveNext() && cut.Length + graphemes.GetTextElement().Length <= LongestWebhookName)
            cut.Append(graphemes.GetTextElement());
        return string.IsNullOrWhiteSpace(Pings.Unguarded(cut.ToString())) ? "unknown" : cut.ToString().Trim();
    }

    private static string Broken(string name, string word)
    {
        var broken = name;
        for (var at = 0; (at = broken.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += word.Length + 1)
            broken = broken.Insert(at + 1, ZeroWidthSpace);
        return broken;
    }

    /// <summary>Reads the same, and highlights nobody.</summary>
    public static string NoPing(string name)
    {
        var first = StringInfo.GetNextTextElementLength(name);
        return name.Length <= first ? name : name.Insert(first, ZeroWidthSpace);
    }
}
