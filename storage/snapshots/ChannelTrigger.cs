using System.Collections.Frozen;

namespace Vespid.Storage.Snapshots;

/// <summary>The <c>trigger.channel</c> block of a published workflow.</summary>
public sealed record ChannelTrigger
{
    public required Guid WorkflowId { get; init; }

    /// <summary>Creator of the workflow: the run is requested in this name.</summary>
    public Guid? RequestedByUserId { get; init; }

    public required string ChannelId { get; init; }

    /// <summary>Null matches every account.</summary>
    public string? AccountKey { get; init; }

    /// <summary><c>message.received</c> (any), <c>message.dm</c> or <c>message.mentioned</c>.</summary>
    public required string Event { get; init; }

    /// <summary>Trimmed; null matches every text.</summary>
    public string? TextContains { get; init; }

    /// <summary>Empty matches every sender.</summary>
    public required FrozenSet<string> SenderIn { get; init; }

    /// <summary>Empty matches every conversation.</summary>
    public required FrozenSet<string> GroupIn { get; init; }
}
