namespace Vespid.Grains.ChatOps;

/// <summary>What a message answers, in short.</summary>
internal static class Quote
{
    private const int Graphemes = 100;
    private const int Lines = 2;

    /// <summary>At most two lines and a hundred graphemes; empty when there is nothing to tell.</summary>
    public static string Of(string plain) => Snippet.Of(
        string.Join('\n', plain.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).Take(Lines)), Graphemes);
}
