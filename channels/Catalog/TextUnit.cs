namespace Vespid.Channels;

/// <summary>What a platform counts when it limits the length of a text.</summary>
public enum TextUnit
{
    Utf16CodeUnits,
    CodePoints,
    Utf8Bytes,
}
