using System.Text;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Parts of a content that hold lines, code or an address. A length of 0 says that there is none.</summary>
internal static class DiscordBlocks
{
    private const string Fence = "```";

    /// <summary>Lines that begin with <c>&gt; </c>, or all that follow <c>&gt;&gt;&gt; </c>; the newline behind them is not part of it.</summary>
    public static (string Inner, int Length) Quote(string content, int at)
    {
        if (string.CompareOrdinal(content, at, ">>> ", 0, 4) == 0)
            return (content[(at + 4)..], content.Length - at);
        var inner = new StringBuilder();
        var end = at;
        while (end + 1 < content.Length && content[end] == '>' && content[end + 1] == ' ')
        {
            var newline = content.IndexOf('\n', end);
            var line = newline < 0 ? content.Length : newline;
            inner.Append(inner.Length > 0 || end > at ? "\n" : "").Append(content, end + 2, line - end - 2);
            end = line;
            if (newline < 0 || newline + 2 >= content.Length || content[newline + 1] != '>' || content[newline + 2] != ' ')
                break;
            end = newline + 1;
        }

        return (inner.ToString(), end - at);
    }

    /// <summary><c># </c> to <c>### </c>, and small print, <c>-# </c>; without the newline.</summary>
    public static (string Inner, int Length, bool IsSmall) Heading(string content, int at)
    {
        var marks = at;
        var isSmall = content[at] == '-';
        marks += isSmall ? 1 : 0;
        while (marks < content.Length && content[marks] == '#')
            marks++;
        var level = marks - at - (isSmall ? 1 : 0);
        if (level is 0 or > 3 || (isSmall && level > 1) || marks >= content.Length || content[marks] != ' ')
            return ("", 0, false);
        var newline = content.IndexOf('\n', marks);
        var end = newline < 0 ? content.Length : newline;
        return (content[(marks + 1)..end], end - at, isSmall);
    }

    /// <summary>A fenced block with its language, or code within a line.</summary>
    public static (string Code, string? Language, RichStyle Style, int Length) Code(string content, int at)
    {
        if (string.CompareOrdinal(content, at, Fence, 0, Fence.Length) == 0 && content.IndexOf(Fence, at + Fence.Length, StringComparison.Ordinal) is > 0 and var close
            && !string.IsNullOrWhiteSpace(content[(at + Fence.Length)..close]))
        {
            var inner = content[(at + Fence.Length)..close];
            var newline = inner.IndexOf('\n', StringComparison.Ordinal);
            var isNamed = newline > 0 && CodeLanguage.IsOne(inner.AsSpan(0, newline));
            var code = newline >= 0 && (newline == 0 || isNamed) ? inner[(newline + 1)..] : inner;
            return (code.EndsWith('\n') ? code[..^1] : code, isNamed ? inner[..newline] : null, RichStyle.Pre, close + Fence.Length - at);
        }

        var ticks = 1;
        while (at + ticks < content.Length && content[at + ticks] == '`')
            ticks++;
        for (var i = at + ticks; i < content.Length; i++)
        {
            if (content[i] != '`')
                continue;
            var run = 1;
            while (i + run < content.Length && content[i + run] == '`')
                run++;
            if (run == ticks)
                return (Bare(content[(at + ticks)..i]), null, RichStyle.Code, i + ticks - at);
            i += run - 1;
        }

        return ("", null, default, 0);
    }

    /// <summary><c>[text](address)</c>, the address also between angle brackets.</summary>
    public static (string Inner, string Target, int Length) Link(string content, int at)
    {
        var i = at + 1;
        while (i < content.Length && content[i] is not (']' or '\n' or '['))
            i += content[i] == '\\' ? 2 : 1;
        if (i + 2 >= content.Length || content[i] != ']' || content[i + 1] != '(')
            return ("", "", 0);
        var end = content.IndexOf(')', i + 2);
        if (end < 0)
            return ("", "", 0);
        var target = content[(i + 2)..end];
        if (target is ['<', .., '>'])
            target = target[1..^1];
        return WebAddress.IsOne(target) && !target.Any(char.IsWhiteSpace) ? (content[(at + 1)..i], target, end + 1 - at) : ("", "", 0);
    }

    /// <summary>The blank that sets a backtick at the edge apart.</summary>
    private static string Bare(string code)
    {
        var start = code.Length > 1 && code[0] == ' ' && code.TrimStart(' ') is ['`', ..] ? 1 : 0;
        var end = code.Length - start > 1 && code[^1] == ' ' && code.TrimEnd(' ') is [.., '`'] ? 1 : 0;
        return code[start..^end];
    }
}
