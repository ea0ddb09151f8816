using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.Runtime;

namespace Vespid.Grains.ChatOps;

/// <summary><c>coverage</c>: counts that the operator's own service gives.</summary>
internal sealed class CoverageHandler(OperatorPost http, ChatOpsSettings settings) : ICommandHandler
{
    private const int MaxAnswer = 64 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public IReadOnlyList<string> Names { get; } = ["coverage"];

    public async Task<CommandResult> HandleAsync(CommandTurn turn)
    {
        if (settings.CoverageUrl is not { } url)
            return CommandResult.Failed("not_configured", "set coverage_url");
        return await http.SendAsync(HttpMethod.Get, url, [], null, MaxAnswer, Timeout, CancellationToken.None) is PostResult.Answered { Status: 200, Body: { } body } && JsonAnswer.Read(body) is { } said
            ? CommandResult.Answer($"total: {said["total"]}\nby_status: {Counts(said["by_status"])}\nby_section: {Counts(said["by_section"])}")
            : CommandResult.Failed("coverage_unavailable", "the service did not answer");
    }

    private static string Counts(JsonNode? counts) => counts is JsonObject named ? string.Join(", ", named.Select(count => $"{count.Key}={count.Value}")) : "n/a";
}
