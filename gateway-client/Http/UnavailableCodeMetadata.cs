namespace Vespid.Gateway.Http;

/// <summary>Code of the 503 that an endpoint gives while storage is away.</summary>
internal sealed record UnavailableCodeMetadata(string Code);
