using System.Text;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>What a message consists of: verses, each a list of inline pieces or a block. Source: tloncorp/tlon-apps, desk/sur/story.</summary>
internal sealed class TlonStory
{
    private const int MaxDepth = 16;
    private const int MaxUrl = 4096;
    private readonly StringBuilder _text = new();
    private readonly List<string> _ships = [];
    private readonly List<Attachment> _files = [];

    private TlonStory()
    {
    }

    public string Text => _text.ToString().Trim();

    /// <summary>Who is mentioned.</summary>
    public IReadOnlyList<string> Ships => _ships;

    public IReadOnlyList<Attachment> Files => _files;

    public static TlonStory Read(BodyReader verses)
    {
        var story = new TlonStory();
        foreach (var verse in verses.Items)
        {
            if (story._text.Length > 0)
                story._text.Append('\n');
            foreach (var inline in verse["inline"].Items)
                story.Inline(inline, 0);
            story.Block(verse["block"]);
        }

        return story;
    }

    private void Inline(BodyReader piece, int depth)
    {
        if (piece.Element.ValueKind == System.Text.Json.JsonValueKind.String)
            _text.Append(piece.Element.GetString());
        if (!piece.IsObject || depth > MaxDepth)
            return;
        if (piece["ship"].Text is { } ship)
        {
            _ships.Add(ship);
            _text.Append(ship);
        }

        if (piece.Element.TryGetProperty("break", out _))
            _text.Append('\n');
        _text.Append(piece.First("inline-code", "code") ?? piece["link"].First("content", "href"));
        foreach (var style in new[] { "bold", "italics", "strike", "blockquote" })
        {
            foreach (var inner in piece[style].Items)
                Inline(inner, depth + 1);
        }
    }

    private void Block(BodyReader block)
    {
        var image = block["image"];
        if (image["src"].Text is { Length: <= MaxUrl } url)
            _files.Add(new("image", null, null, url, null, image["alt"].Text));
        _text.Append(block["code"]["code"].Text);
        foreach (var inline in block["header"]["content"].Items)
            Inline(inline, 0);
    }
}
