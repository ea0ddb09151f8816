using Vespid.Storage.Queries;
using Vespid.Storage.Work;

namespace Vespid.Grains.Work;

/// <summary>Does the work of an organisation.</summary>
internal interface IAgent
{
    /// <summary>Agent kind it stands for.</summary>
    string Kind { get; }

    ValueTask<AgentAnswer> DoAsync(ClaimedRun run, AgentSettings settings, CancellationToken cancellationToken);
}

/// <summary>What an agent made of a run.</summary>
internal abstract record AgentAnswer
{
    private AgentAnswer()
    {
    }

    /// <param name="Output">JSON text.</param>
    /// <param name="Reply">Text for the conversation.</param>
    public sealed record Done(string? Output, string? Reply) : AgentAnswer;

    /// <summary>The agent took it and will end it through the work API.</summary>
    public sealed record Taken : AgentAnswer;

    /// <param name="Error">Why, without secrets.</param>
    /// <param name="Retryable">Whether another attempt can help.</param>
    /// <param name="RetryAfter">What the agent asked for.</param>
    public sealed record Failed(string Error, bool Retryable, TimeSpan? RetryAfter) : AgentAnswer;
}
