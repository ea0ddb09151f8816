using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.Tests.Chaos.World;

namespace Vespid.Tests.Chaos.Load;

/// <summary>Posts messages to the processes as a vendor behind a balancer would.</summary>
internal sealed class Courier(IReadOnlyList<HostSlot> targets, AcknowledgementLog log) : IDisposable
{
    private const int MostConnections = 128;

    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(1), MaxConnectionsPerServer = MostConnections })
    {
        // Longer than a commit may wait, and shorter than a process may be paused.
        Timeout = TimeSpan.FromSeconds(4),
    };

    private int _turn;

    /// <summary>Requests so far.</summary>
    public int Attempts => _turn;

    /// <summary>Answers that took a message and refused it: nothing in these runs gives a reason to.</summary>
    public ConcurrentQueue<string> Refusals { get; } = new();

    /// <summary>One attempt, at each in turn.</summary>
    /// <returns>Whether it was acknowledged, and that is on the disk.</returns>
    public async Task<bool> TryAsync(Message message)
    {
        var target = targets[(int)((uint)Interlocked.Increment(ref _turn) % targets.Count)];
        var sentAt = TimeProvider.System.GetUtcNow();
        try
        {
            using var content = new StringContent(message.Body(), Encoding.UTF8, "application/json");
            using var answer = await _http.PostAsync(new Uri(target.Ingress, message.Path), content);
            if (answer.StatusCode is not (HttpStatusCode.Accepted or HttpStatusCode.OK))
                return false;
            var body = await answer.Content.ReadAsStringAsync();
            if ((bool?)JsonNode.Parse(body)?["accepted"] != true)
            {
                Refusals.Enqueue($"{message.Text}: {body}");
                return false;
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or TaskCanceledException)
        {
            return false;
        }

        await log.AddAsync(new Acknowledgement(message.Text, sentAt, TimeProvider.System.GetUtcNow(), IsPolled: false));
        return true;
    }

    public void Dispose() => _http.Dispose();
}
