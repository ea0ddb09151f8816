namespace Vespid.Silo.Logging;

/// <summary>What every log record says of where it comes from.</summary>
/// <param name="Environment"><c>local</c>, <c>staging</c> or <c>production</c>.</param>
/// <param name="BuildSha">Commit that was built; empty when unknown.</param>
/// <param name="ConfigManifestHash">Which settings; see <see cref="Configuration.ConfigManifest"/>.</param>
internal sealed record LogFacts(string Environment, string BuildSha, string ConfigManifestHash);
