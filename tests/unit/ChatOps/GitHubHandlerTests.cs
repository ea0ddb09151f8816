using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.ChatOps;

namespace Vespid.Tests.Unit.ChatOps;

/// <summary>What is answered before GitHub is asked.</summary>
[Trait("acceptance", "9")]
public sealed class GitHubHandlerTests
{
    private static readonly ChatOpsSettings Settings = new() { GitHubToken = "t", GitHubOwner = "acme", GitHubRepository = "site" };

    [Fact]
    public async Task Without_a_token_or_a_repository_nothing_is_made()
    {
        Assert.Equal(("missing_github_token", "failed"), await AskAsync(Settings with { GitHubToken = null }));
        Assert.Equal(("missing_repo_config", "failed"), await AskAsync(Settings with { GitHubOwner = null }));
        Assert.Equal(("missing_repo_config", "failed"), await AskAsync(Settings with { GitHubRepository = null }));
    }

    [Fact]
    public async Task What_may_have_been_made_is_not_made_again() => Assert.Equal(("result_unknown", "unknown"), await AskAsync(Settings, isRepeat: true));

    private static async Task<(string?, string)> AskAsync(ChatOpsSettings settings, bool isRepeat = false)
    {
        var command = new ParsedCommand("issue", ["x"], ImmutableDictionary<string, string>.Empty, "x", null);
        var actor = new CommandActor("telegram", "1", ChatAuthorKind.User);
        var turn = new CommandTurn(
            new CommandRequest(Guid.Empty, "r", "b", command, actor, "ann", ""), new ChatPolicy(), new CommandPlace("r", "b", "telegram", IsEnabled: true, IsDirect: false), isRepeat);
        var result = await new GitHubHandler(null!, settings, Options.Create(new ChatOpsOptions())).HandleAsync(turn);
        return (result.Code, result.Outcome);
    }
}
