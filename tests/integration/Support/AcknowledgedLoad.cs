using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Vespid.Tests.Integration.Support;

/// <summary>
/// Clients that behave like a vendor: each message is sent again until it is acknowledged, and each conversation belongs to one client,
/// so that the order in which its messages were acknowledged is known.
/// </summary>
internal sealed class AcknowledgedLoad(Uri ingress, string path, int clients, int messagesEach)
{
    private const int ConversationsEach = 8;

    private readonly ConcurrentQueue<(long Chat, int Number)> _acknowledged = new();
    private int _sent;

    /// <summary>Messages acknowledged so far.</summary>
    public IReadOnlyCollection<(long Chat, int Number)> Acknowledged => _acknowledged;

    /// <summary>Attempts so far, those included that were not acknowledged.</summary>
    public int Attempts => _sent;

    public int Total => clients * messagesEach;

    public Task RunAsync() => Task.WhenAll(Enumerable.Range(0, clients).Select(RunClientAsync));

    private async Task RunClientAsync(int client)
    {
        using var http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) }) { Timeout = TimeSpan.FromSeconds(10) };
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var i = 0; i < messagesEach; i++)
        {
            var chat = 10_000 + (client * ConversationsEach) + (i % ConversationsEach);
            while (!await TrySendAsync(http, chat, i))
                await pause.WaitForNextTickAsync();
            _acknowledged.Enqueue((chat, i));
        }
    }

    private async Task<bool> TrySendAsync(HttpClient http, long chat, int number)
    {
        Interlocked.Increment(ref _sent);
        var body = $$$"""{"update_id":{{{(chat * 1000) + number}}},"message":{"message_id":{{{number}}},"date":1710000020,"chat":{"id":{{{chat}}},"type":"private"},"from":{"id":{{{chat}}},"is_bot":false,"first_name":"Load"},"text":"{{{number}}}"}}""";
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri(ingress, path), content);
            if (answer.StatusCode == HttpStatusCode.Accepted)
            {
                var text = await answer.Content.ReadAsStringAsync();
                if (!text.Contains("\"accepted\":true", StringComparison.Ordinal))
                    throw new InvalidOperationException($"Refused: {text}");
                return true;
            }

            return false;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or TaskCanceledException)
        {
            return false;
        }
    }
}
