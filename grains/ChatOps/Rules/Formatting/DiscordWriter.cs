using System.Text;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>
/// Writes Discord's Markdown. Whatever the text holds is shown as it is and alerts nobody. Source: docs.discord.com/developers/reference#message-formatting.
/// </summary>
internal sealed class DiscordWriter : RichWalk
{
    private readonly StringBuilder _out = new();
    private readonly HashSet<int> _code;
    private bool _quoting;
    private bool _linking;

    // What the last thing written ends with, if it was a delimiter or an address: a delimiter of the same character is kept apart from it by the other.
    private (char Character, char Guard) _last;

    private DiscordWriter(RichText rich) => _code = [.. rich.Spans.Where(span => span.IsCode).Select(span => span.Offset)];

    /// <summary>Writes it; a person whose id is known is mentioned, which alerts nobody unless the call that sends it says so.</summary>
    public static string Write(RichText rich)
    {
        var form = RichForm.Of(rich);
        var writer = new DiscordWriter(form);
        writer.Walk(form);
        return writer._out.ToString();
    }

    protected override void Open(RichSpan span)
    {
        if (span.Style == RichStyle.Quote)
        {
            _quoting = true;
            _out.Append("> ");
        }
        else if (span.Style == RichStyle.Link)
        {
            _linking = true;
            Delimit("[");
        }
        else if (span.IsStyle)
        {
            Delimit(Delimiter(span.Style));
        }
    }

    protected override void Close(RichSpan span)
    {
        if (span.Style == RichStyle.Quote)
            _quoting = false;
        else if (span.Style == RichStyle.Link)
            CloseLink(span.Argument!);
        else if (span.IsStyle)
            Delimit(Delimiter(span.Style));
    }

    protected override void Text(string text, int start, int end, RichSpan? within)
    {
        if (within is { Style: RichStyle.Pre } block)
            Block(text[start..end], block.Argument);
        else if (within is { Style: RichStyle.Code })
            Delimit(Inline(text[start..end]));
        else if (within is { Style: RichStyle.Mention, Argument: { } id } && ExternalIds.IsUser("discord", id))
            Plain($"<@{id}>");
        else
            Escaped(text, start, end);
    }

    private void CloseLink(string address)
    {
        _linking = false;
        Plain($"](<{WebAddress.AsTarget(address)}>)");
    }

    private static string Delimiter(RichStyle kind) => kind switch
    {
        RichStyle.Bold => "**",
        RichStyle.Italic => "*",
        RichStyle.Underline => "__",
        RichStyle.Strike => "~~",
        _ => "||",
    };

    private void Delimit(string delimiter)
    {
        KeepApart(delimiter[0]);
        _out.Append(delimiter);
        _last = (delimiter[^1], Pings.Guard);
    }

    private void Plain(string written)
    {
        _out.Append(written);
        _last = default;
    }

    private void Escaped(string text, int start, int end)
    {
        var i = start;
        while (i < end)
        {
            var raw = _linking ? 0 : WebAddress.RawLength(text, i);
            // A fence would run into the address.
            if (raw > 0 && i + raw <= end && !_code.Contains(i + raw))
            {
                _out.Append(text, i, raw);
                i += raw;
                _last = (text[i - 1], WebAddress.End);
                continue;
            }

            Escaped(text, i);
            i++;
        }
    }

    private void Escaped(string text, int at)
    {
        var character = text[at];
        if (character is '\\' or '*' or '_' or '~' or '|' or '`' or '[' or '<' || (character == ']' && _linking) || DiscordLines.NeedsEscape(text, at))
            _out.Append('\\');
        _out.Append(character);
        if (character == '@' && Pings.OnDiscord(text, at))
            _out.Append(Pings.Guard);
        if (character == '\n' && _quoting)
            _out.Append("> ");
        _last = default;
    }

    private void Block(string code, string? language)
    {
        var lines = _quoting ? "\n> " : "\n";
        KeepApart('`');
        _out.Append("```").Append(language is not null && CodeLanguage.IsOne(language) ? language : "").Append(lines)
            .Append(Guarded(code).Replace("\n", lines, StringComparison.Ordinal)).Append(lines).Append("```");
        _last = ('`', Pings.Guard);
    }

    private void KeepApart(char next)
    {
        if (_last.Character == next)
            _out.Append(_last.Guard);
    }

    private static string Inline(string code)
    {
        var inner = Guarded(code);
        if (!inner.Contains('`'))
            return $"`{inner}`";
        return $"``{(inner.TrimStart(' ') is ['`', ..] ? " " : "")}{inner}{(inner.TrimEnd(' ') is [.., '`'] ? " " : "")}``";
    }

    /// <summary>Code as it stands; only fences in it are taken apart and alerts guarded.</summary>
    private static string Guarded(string code)
    {
        var guarded = new StringBuilder(code.Length);
        for (var i = 0; i < code.Length; i++)
        {
            guarded.Append(code[i]);
            if ((code[i] == '`' && i + 1 < code.Length && code[i + 1] == '`') || (code[i] == '@' && Pings.OnDiscord(code, i)))
                guarded.Append(Pings.Guard);
        }

        return guarded.ToString();
    }
}
