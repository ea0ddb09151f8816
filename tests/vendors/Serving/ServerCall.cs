namespace Vespid.Vendors;

/// <summary>A request to a fake, whatever became of it.</summary>
/// <param name="Order">The first being 1.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Decoded path without the query.</param>
/// <param name="Query">Decoded.</param>
/// <param name="Headers">Lower-case names.</param>
/// <param name="Body">Text as sent.</param>
public sealed record ServerCall(
    long Order, string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, string Body);
