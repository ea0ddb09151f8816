using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vespid.Silo.Configuration;

namespace Vespid.Silo.Commands;

/// <summary>The operators' API of a running process, asked with the service token of the same settings.</summary>
internal sealed class EdgesClient : IDisposable
{
    private const int MostAnswer = 32 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;

    public EdgesClient(HostSettings settings, string? url)
    {
        var root = url ?? string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{settings.Gateway.ControlPort}");
        _http = new HttpClient { BaseAddress = new Uri(root), Timeout = Patience, MaxResponseContentBufferSize = MostAnswer };
        if (settings.Gateway.ServiceTokens is [{ } token, ..])
            _http.DefaultRequestHeaders.TryAddWithoutValidation("x-service-token", token);
        _http.DefaultRequestHeaders.TryAddWithoutValidation("x-acting-as", Environment.UserName);
    }

    /// <returns>The answer's text when it went well; else the exit code, and what went wrong stands on standard error.</returns>
    public async Task<(string? Text, int ExitCode)> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
            if (body is not null)
                request.Content = JsonContent.Create(body);
            using var answer = await _http.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (answer.IsSuccessStatusCode)
                return (text, ExitCodes.Ok);
            await Console.Error.WriteLineAsync($"{(int)answer.StatusCode} {WordsOf(text)}");
            return (null, (int)answer.StatusCode >= 500 ? ExitCodes.Unreachable : ExitCodes.Failed);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"{_http.BaseAddress} does not answer: {fault.Message}");
            return (null, ExitCodes.Unreachable);
        }
    }

    public void Dispose() => _http.Dispose();

    private static string WordsOf(string text)
    {
        try
        {
            var error = JsonNode.Parse(text)?["error"];
            return $"{error?["code"]}: {error?["message"]}";
        }
        catch (JsonException)
        {
            return "The answer is not of this program.";
        }
    }
}
