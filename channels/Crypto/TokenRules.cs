namespace Vespid.Channels;

/// <summary>What a token must say.</summary>
/// <param name="Keys">Whose keys it is signed with.</param>
/// <param name="Issuers">One of these in <c>iss</c>.</param>
/// <param name="Audience">Named in <c>aud</c>.</param>
internal sealed record TokenRules(KeySource Keys, IReadOnlyList<string> Issuers, string Audience);
