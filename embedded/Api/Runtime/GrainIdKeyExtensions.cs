using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Orleans.Runtime;

/// <summary>Keys that are not text: a Guid as 32 hexadecimal digits, an integer as upper-case hexadecimal digits.</summary>
public static class GrainIdKeyExtensions
{
    public static IdSpan CreateGuidKey(Guid key) => IdSpan.Create(key.ToString("N"));

    public static IdSpan CreateIntegerKey(long key) => IdSpan.Create(key.ToString("X", CultureInfo.InvariantCulture));

    /// <exception cref="InvalidOperationException">The key is not a Guid.</exception>
    public static Guid GetGuidKey(this GrainId grainId) =>
        Guid.TryParseExact(grainId.Key.ToString(), "N", out var key) ? key : throw Wrong(grainId, "a Guid");

    /// <exception cref="InvalidOperationException">The key is not an integer.</exception>
    public static long GetIntegerKey(this GrainId grainId) =>
        long.TryParse(grainId.Key.ToString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key) ? key : throw Wrong(grainId, "an integer");

    private static InvalidOperationException Wrong(GrainId grainId, [ConstantExpected] string kind) => new($"The key of grain {grainId} is not {kind}.");
}
