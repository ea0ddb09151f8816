using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Vespid.Channels;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.Runtime;

namespace Vespid.Grains.ChatOps;

/// <summary><c>issue</c> and <c>note</c>: a title and lines, without a model in between.</summary>
internal sealed class GitHubHandler(OperatorPost http, ChatOpsSettings settings, IOptions<ChatOpsOptions> options) : ICommandHandler
{
    private const int MaxAnswer = 256 * 1024;
    private const int MaxTitle = 256;
    private const int LongestShown = 80;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public IReadOnlyList<string> Names { get; } = ["issue", "note"];

    public async Task<CommandResult> HandleAsync(CommandTurn turn)
    {
        // It may have been made already, and GitHub has no word for the same request.
        if (turn.IsRepeat)
            return Unknown("the process ended while it was made");
        if (settings.GitHubToken is null)
            return CommandResult.Failed("missing_github_token", "set GITHUB_TOKEN");
        if (settings is not { GitHubOwner: { Length: > 0 } owner, GitHubRepository: { Length: > 0 } repository })
            return CommandResult.Failed("missing_repo_config", "set github_owner and github_repo");
        var root = $"{options.Value.GitHubApiBaseUrl.AbsoluteUri.TrimEnd('/')}/repos/{Uri.EscapeDataString(owner)}/{Uri.EscapeDataString(repository)}";
        return turn.Name == "issue" ? await IssueAsync(turn, root) : await NoteAsync(turn, root);
    }

    private Task<CommandResult> IssueAsync(CommandTurn turn, string root)
    {
        var lines = turn.Command.Body.Split('\n', 2);
        var title = lines[0].Trim();
        if (title.Length == 0)
            return Task.FromResult(CommandResult.Failed("missing_title", "say what it is about"));
        return CreateAsync(root, title, lines.Length > 1 ? lines[1].Trim() : "", ["ops-issue", .. Labels(turn)], turn);
    }

    private Task<CommandResult> NoteAsync(CommandTurn turn, string root)
    {
        var text = turn.Command.Body.Trim();
        if (turn.Command.Flags.TryGetValue("issue", out var given))
        {
            return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && text.Length > 0
                ? PostAsync($"{root}/issues/{number}/comments", new JsonObject { ["body"] = Signed(text, turn) }, "note")
                : Task.FromResult(CommandResult.Failed("invalid_note_request", "--issue takes a number, and the note a text"));
        }

        var space = text.AsSpan().IndexOfAny(' ', '\n');
        if (space < 0)
            return Task.FromResult(CommandResult.Failed("invalid_note_request", "say something about the page"));
        var (reference, note) = (text[..space], text[(space + 1)..].Trim());
        if (settings.Pages.IsEmpty)
            return CreateAsync(root, $"Note: {reference}", note, Labels(turn).Concat(settings.GitHubNoteLabels), turn);
        return PageTargets.Resolve(reference, settings.Pages) switch
        {
            [var page] => CreateAsync(root, $"Note: {page.Title ?? page.Path}", $"{page.Path}\n\n{note}", Labels(turn).Concat(settings.GitHubNoteLabels), turn),
            [] => Task.FromResult(CommandResult.Failed("target_not_found", $"no page is like {Snippet.Of(reference, LongestShown)}")),
            var several => Task.FromResult(CommandResult.NeedsClarification("nothing was made", several.Select(page => page.Id ?? page.Path))),
        };
    }

    private Task<CommandResult> CreateAsync(string root, string title, string body, IEnumerable<string> labels, CommandTurn turn) => PostAsync(
        $"{root}/issues",
        new JsonObject
        {
            ["title"] = title.Length > MaxTitle ? Snippet.Of(title, MaxTitle - 1) : title,
            ["body"] = Signed(body, turn),
            ["labels"] = new JsonArray([.. settings.GitHubLabels.Concat(labels).Distinct().Select(label => JsonValue.Create(label))]),
        },
        turn.Name);

    private async Task<CommandResult> PostAsync(string url, JsonObject body, string what)
    {
        (string, string)[] headers = [("Authorization", "Bearer " + settings.GitHubToken), ("Accept", "application/vnd.github+json"), ("User-Agent", "vespid")];
        var result = await http.SendAsync(HttpMethod.Post, new Uri(url), headers, JsonSerializer.SerializeToUtf8Bytes(body), MaxAnswer, Timeout, CancellationToken.None);
        return result switch
        {
            PostResult.Answered { Status: 201 } answer => Made(answer.Body, what),
            // Something else than what was asked for has been done, and nobody knows what.
            PostResult.Answered { Status: >= 200 and < 400 } answer => CommandResult.Failed("unexpected_status", $"GitHub answered {answer.Status}"),
            PostResult.Answered answer => CommandResult.Failed($"github_error({answer.Status})", "GitHub refused"),
            PostResult.NotSent unsent => CommandResult.Failed("github_error(0)", unsent.Error),
            _ => Unknown("GitHub did not answer"),
        };
    }

    private static CommandResult Made(byte[]? body, string what)
    {
        var made = JsonAnswer.Read(body) ?? [];
        return CommandResult.Done(what + "_created", $"{what}_created: {(made["number"] is { } number ? $"#{number} " : "")}{made["html_url"]}");
    }

    private static CommandResult Unknown(string why) => new("result_unknown", "unknown", RichText.Plain($"result_unknown: {why}; look before you ask again"));

    private static IEnumerable<string> Labels(CommandTurn turn) =>
        turn.Command.Flags.TryGetValue("label", out var labels) ? labels.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];

    private static string Signed(string body, CommandTurn turn) => $"{body}\n\n_{turn.Request.ActorName} ({turn.Request.Actor.Key}) in {turn.Request.RoomId}_";
}
