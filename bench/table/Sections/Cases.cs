using Vespid.Bench.Table.Load;
using Vespid.Bench.Table.Processes;

namespace Vespid.Bench.Table.Sections;

/// <summary>A kind of message: what is sent, and what it leaves to do.</summary>
/// <param name="Name">Shown in the table.</param>
/// <param name="Traffic">What is sent.</param>
/// <param name="IsAnswered">Whether each message gets a reply.</param>
internal sealed record Case(string Name, Traffic Traffic, bool IsAnswered);

/// <summary>The cases of the table.</summary>
internal static class Cases
{
    /// <summary>The limit looks at no path and answers always the same.</summary>
    public static Case Limit { get; } = new("limit", Traffic.To("/", "\"ok\":true"), IsAnswered: false);

    /// <summary>Makes what the cases need: an organisation whose runs wait for its workers, and one whose agent answers at once.</summary>
    public static async Task<IReadOnlyList<Case>> PrepareAsync(RuntimeServer runtime, ReplySink replies, string letters, CancellationToken cancellationToken)
    {
        using var api = new ControlApi(runtime.ControlUrl);
        await api.SignInAsync(cancellationToken);
        var plain = await api.CreateOrganizationAsync("plain", "none");
        await api.PublishWorkflowAsync(plain);
        var refused = await api.CreateAccountAsync(plain, "refused", "allowlist", null);
        var run = await api.CreateAccountAsync(plain, "run", "open", null);
        var answering = await api.CreateOrganizationAsync("answering", "echo");
        var reply = await api.CreateAccountAsync(answering, "reply", "open", replies.Url);
        Case[] all =
        [
            new("a: refused", Traffic.To(refused, "\"accepted\":false"), IsAnswered: false),
            new("b: accepted + run", Traffic.To(run, "\"workflowsTriggered\":1"), IsAnswered: false),
            new("c: accepted + session + reply", Traffic.To(reply, "\"sessionRouted\":true"), IsAnswered: true),
        ];
        return [.. all.Where(one => letters.Contains(one.Name[0], StringComparison.Ordinal))];
    }
}
