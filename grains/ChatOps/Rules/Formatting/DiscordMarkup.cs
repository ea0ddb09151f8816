using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Discord's Markdown.</summary>
internal static class DiscordMarkup
{
    /// <summary>Code points of a message, markup included: Discord's servers count those (discord/discord-api-docs#1315).</summary>
    public const int Longest = 2000;

    /// <summary>Reads a content; ids in it become names.</summary>
    public static RichText Read(string content, IDiscordNames names) => DiscordReader.Read(content, names);

    /// <summary>Writes a content: whatever the text holds is shown as it is and alerts nobody.</summary>
    public static string Write(RichText text) => DiscordWriter.Write(text);

    /// <summary>What counts towards <see cref="Longest"/>.</summary>
    public static int Measure(RichText text) => Measure(Write(text));

    public static int Measure(string content)
    {
        var count = 0;
        foreach (var _ in content.EnumerateRunes())
            count++;
        return count;
    }
}
