using Vespid.Gateway.Http;

namespace Vespid.Gateway.Sessions;

/// <summary>A new session.</summary>
internal sealed record SessionCreateRequest(string? Title) : IBodyShape<SessionCreateRequest>
{
    public static SessionCreateRequest Read(BodyFields fields) => new(fields.OptionalText("title", 1, 200, trim: true));
}
