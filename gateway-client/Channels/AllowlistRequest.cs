using Vespid.Gateway.Http;

namespace Vespid.Gateway.Channels;

/// <summary>An allowlist entry to put or remove.</summary>
/// <param name="Scope"><c>sender</c>, <c>dm</c>, <c>group</c> or <c>conversation</c>; other words have no effect.</param>
/// <param name="Subject">Id in the platform's words, or <c>*</c>.</param>
internal sealed record AllowlistRequest(string Scope, string Subject) : IBodyShape<AllowlistRequest>
{
    internal const int MostScope = 64;

    public static AllowlistRequest Read(BodyFields fields) => new(fields.Text("scope", 1, MostScope), fields.Text("subject", 1, 240));
}
