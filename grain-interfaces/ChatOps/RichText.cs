using System.Collections.Immutable;

namespace Vespid.GrainInterfaces.ChatOps;

/// <summary>A text with its markup, as no platform writes it: spans over plain text, in UTF-16 units; spans may nest but not cross.</summary>
/// <param name="Text">Without markup.</param>
/// <param name="Spans">By offset, the longer first.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.rich-text")]
public sealed record RichText([property: Id(0)] string Text, [property: Id(1)] ImmutableArray<RichSpan> Spans)
{
    public static RichText Empty { get; } = new(string.Empty, []);

    public bool IsEmpty => string.IsNullOrWhiteSpace(Text);

    public static RichText Plain(string text) => new(text, []);
}

/// <summary>A piece of marked-up text.</summary>
/// <param name="Offset">First UTF-16 unit.</param>
/// <param name="Length">UTF-16 units, 1 or more.</param>
/// <param name="Style">What it is.</param>
/// <param name="Argument">Link: the address. Pre: the language. Mention: the platform's user id, when known.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.rich-span")]
public readonly record struct RichSpan(
    [property: Id(0)] int Offset, [property: Id(1)] int Length, [property: Id(2)] RichStyle Style, [property: Id(3)] string? Argument = null);

/// <summary>Kinds of markup that both platforms have.</summary>
public enum RichStyle
{
    Bold,
    Italic,
    Underline,
    Strike,
    Spoiler,
    Code,
    Pre,
    Quote,
    Link,

    /// <summary>Names a person; on the way out it is only a name, unless an identity links it to somebody there.</summary>
    Mention,
}
