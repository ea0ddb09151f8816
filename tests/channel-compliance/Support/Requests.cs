using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels;

internal static class Requests
{
    private static readonly Dictionary<string, string> None = [];

    public static IngressRequest Of(string channelId, byte[] body) =>
        new("POST", channelId, "main", null, "application/json", None, None, body, "127.0.0.1", null);

    public static IngressRequest Of(string channelId, string body) => Of(channelId, Encoding.UTF8.GetBytes(body));

    public static IngressRequest Of(string channelId, JsonNode body) => Of(channelId, body.ToJsonString());

    public static IngressRequest WithHeader(this IngressRequest request, string name, string value) =>
        request with { Headers = new Dictionary<string, string>(request.Headers) { [name] = value } };

    public static IngressRequest WithQuery(this IngressRequest request, string name, string value) =>
        request with { Query = new Dictionary<string, string>(request.Query) { [name] = value } };

    public static IngressRequest WithBody(this IngressRequest request, string body) => request with { Body = Encoding.UTF8.GetBytes(body) };

    /// <summary>The channel-independent signature.</summary>
    public static IngressRequest SignedGenerically(this IngressRequest request, string secret) =>
        request.WithHeader("x-channel-signature", Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), request.Body)));
}
