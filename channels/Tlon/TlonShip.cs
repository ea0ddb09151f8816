using System.Text;
using System.Text.Json.Nodes;

namespace Vespid.Channels;

/// <summary>
/// A ship's HTTP interface (Eyre): log in with the code, then put actions into a channel of ours and read its events.
/// Source: docs.urbit.org, Eyre external API.
/// </summary>
internal sealed class TlonShip(TenantHttp http, Uri root)
{
    /// <summary>Header name and value; a credential.</summary>
    private string _cookie = string.Empty;

    /// <summary>The ship's name, with its sig, as the login tells it.</summary>
    public string? Name { get; private set; }

    /// <returns>Null when logged in, else what happened.</returns>
    public async Task<PostResult?> LoginAsync(string code, CancellationToken cancellationToken)
    {
        var form = Encoding.UTF8.GetBytes("password=" + Uri.EscapeDataString(code));
        var result = await http.SendAsync(
            HttpMethod.Post, TenantHttp.At(root, "~/login"), form, request => request.Content!.Headers.ContentType = new("application/x-www-form-urlencoded"), cancellationToken);
        if (result is not PostResult.Answered { Status: >= 200 and < 400 } answer || answer.Header("Set-Cookie")?.Split(';')[0] is not { Length: > 0 } cookie)
            return result;
        _cookie = cookie;
        Name = cookie.IndexOf("urbauth-", StringComparison.Ordinal) is 0 && cookie.IndexOf('=', StringComparison.Ordinal) is var end and > 8 ? cookie[8..end] : null;
        return null;
    }

    public Task<PostResult> PutAsync(string channel, JsonObject action, CancellationToken cancellationToken) => http.SendAsync(
        HttpMethod.Put, At(channel), Encoding.UTF8.GetBytes(new JsonArray(action).ToJsonString()), Authorize, cancellationToken);

    public Task<HttpResponseMessage> OpenAsync(string channel, string? lastEvent, TimeProvider time, CancellationToken cancellationToken) => http.OpenAsync(
        At(channel),
        request =>
        {
            Authorize(request);
            request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
            if (lastEvent is not null)
                request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEvent);
        },
        time,
        cancellationToken);

    /// <summary>Names nothing secret.</summary>
    public override string ToString() => Name ?? "not logged in";

    private Uri At(string channel) => TenantHttp.At(root, "~/channel/" + Uri.EscapeDataString(channel));

    private void Authorize(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation("Cookie", _cookie);
}
