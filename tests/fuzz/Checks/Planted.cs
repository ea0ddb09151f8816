namespace Vespid.Tests.Fuzz.Checks;

/// <summary>Every secret of a run holds the same mark, so that one look finds any of them.</summary>
internal static class Planted
{
    public const string Mark = "vsecret9f";

    public static ReadOnlySpan<byte> Bytes => "vsecret9f"u8;
}
