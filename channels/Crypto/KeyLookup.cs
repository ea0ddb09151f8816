namespace Vespid.Channels;

/// <summary>What became of a search for a key.</summary>
/// <param name="Key">Null when the issuer does not publish it.</param>
/// <param name="IsUnavailable">The issuer's keys could not be had at all, so that nothing can be said.</param>
internal readonly record struct KeyLookup(PublishedKey? Key, bool IsUnavailable);
