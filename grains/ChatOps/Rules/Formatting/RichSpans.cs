using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>What spans are to each other.</summary>
internal static class RichSpans
{
    extension(RichSpan span)
    {
        public int End => span.Offset + span.Length;

        /// <summary>May hold others and be held by them.</summary>
        public bool IsStyle => span.Style <= RichStyle.Spoiler;

        /// <summary>Shows its characters as they are, so that no style can be inside.</summary>
        public bool IsCode => span.Style is RichStyle.Code or RichStyle.Pre;

        /// <summary>Which of two that are equally long is around the other: the lesser.</summary>
        public int Depth => span.Style == RichStyle.Quote ? -1 : (int)span.Style;

        public bool Overlaps(RichSpan other) => span.Offset < other.End && other.Offset < span.End;

        /// <summary>From one offset up to another.</summary>
        public static RichSpan Between(int start, int end, RichStyle style, string? argument = null) => new(start, end - start, style, argument);
    }

    /// <summary>A stretch of a text; spans are cut where it is.</summary>
    public static RichText Slice(this RichText rich, int start, int end) => RichForm.Of(
        rich.Text[start..end],
        rich.Spans.Where(span => span.Offset < end && start < span.End)
            .Select(span => RichSpan.Between(Math.Max(span.Offset, start) - start, Math.Min(span.End, end) - start, span.Style, span.Argument)));

    /// <summary>One text and another after it.</summary>
    public static RichText Append(this RichText rich, RichText other) =>
        new(rich.Text + other.Text, [.. rich.Spans, .. other.Spans.Select(span => span with { Offset = span.Offset + rich.Text.Length })]);
}
