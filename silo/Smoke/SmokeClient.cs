using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Vespid.Silo.Smoke;

/// <summary>Talks to a running control API and ingress the way an operator's script would.</summary>
internal sealed class SmokeClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _control;
    private readonly string _ingress;
    private string? _organization;

    public SmokeClient(string control, string ingress, TimeSpan timeout)
    {
        _http = new HttpClient { Timeout = timeout, MaxResponseContentBufferSize = 4 * 1024 * 1024 };
        _control = control.TrimEnd('/');
        _ingress = ingress.TrimEnd('/');
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Uses an existing sign-in.</summary>
    public void Use(string token, string organization)
    {
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _organization = organization;
    }

    public async Task SignUpAsync(string email, string password, CancellationToken cancellationToken)
    {
        var session = await PostAsync("/v1/auth/signup", new JsonObject { ["email"] = email, ["password"] = password }, HttpStatusCode.Created, cancellationToken);
        var token = (string?)session["session"]?["token"] ?? throw new SmokeException("the sign-up gave no session.token");
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var me = await SendAsync(HttpMethod.Get, $"{_control}/v1/me", null, HttpStatusCode.OK, cancellationToken);
        Use(token, (string?)me["defaultOrgId"] ?? throw new SmokeException("/v1/me gave no defaultOrgId"));
    }

    public Task<JsonNode> InOrganizationAsync(HttpMethod method, string path, JsonNode? body, HttpStatusCode expected, CancellationToken cancellationToken) =>
        SendAsync(method, $"{_control}/v1/orgs/{_organization}{path}", body?.ToJsonString(), expected, cancellationToken);

    public Task<JsonNode> IngressAsync(string channelId, string accountKey, string body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"{_ingress}/ingress/channels/{channelId}/{Uri.EscapeDataString(accountKey)}", body, HttpStatusCode.Accepted, cancellationToken);

    private Task<JsonNode> PostAsync(string path, JsonNode body, HttpStatusCode expected, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, _control + path, body.ToJsonString(), expected, cancellationToken);

    private async Task<JsonNode> SendAsync(HttpMethod method, string url, string? body, HttpStatusCode expected, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, url);
        if (_organization is not null)
            request.Headers.TryAddWithoutValidation("x-org-id", _organization);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (answer.StatusCode != expected)
            throw new SmokeException($"{method} {new Uri(url).AbsolutePath} answered {(int)answer.StatusCode}, not {(int)expected}: {text[..Math.Min(text.Length, 300)]}");
        return JsonNode.Parse(text) ?? throw new SmokeException($"{method} {new Uri(url).AbsolutePath} answered no JSON");
    }
}

/// <summary>A step did not go as it should.</summary>
internal sealed class SmokeException(string message) : Exception(message);
