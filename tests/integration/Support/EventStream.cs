using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Vespid.Tests.Integration.Support;

/// <summary>A visitor's event stream, read as a browser reads it.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private HttpResponseMessage _answer = null!;
    private StreamReader _reader = null!;

    public static async Task<EventStream> OpenAsync(Uri url, string token, string? lastEventId = null)
    {
        var stream = new EventStream();
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (lastEventId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        stream._answer = await stream._http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
        Assert.Equal("text/event-stream", stream._answer.Content.Headers.ContentType?.MediaType);
        stream._reader = new StreamReader(await stream._answer.Content.ReadAsStreamAsync());
        return stream;
    }

    /// <summary>The next events.</summary>
    public async Task<List<(string Id, string Text, string? ReplyTo)>> ReadAsync(int count)
    {
        var events = new List<(string, string, string?)>();
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        var id = "";
        try
        {
            while (events.Count < count && await _reader.ReadLineAsync(deadline.Token) is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal))
                    id = line["id: ".Length..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal) && JsonNode.Parse(line["data: ".Length..]) is { } data)
                    events.Add((id, (string)data["text"]!, (string?)data["replyTo"]));
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Waited {Patience.TotalSeconds:F0} s for {count} events; {events.Count} came: {string.Join(", ", events)}");
        }

        return events;
    }

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _answer.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
