using Vespid.Storage.Rows;

namespace Vespid.Tests.Simulation.Memory;

/// <summary>A grain's state as it is stored.</summary>
internal sealed record StateRecord(long Version, string Json, Guid CommitId);

/// <summary>A message as it is stored.</summary>
internal sealed class MessageRecord(InboundMessageRow row)
{
    public InboundMessageRow Row { get; set; } = row;
}

/// <summary>A run or a turn.</summary>
internal sealed class RunRecord(RunRow row, long seq, DateTimeOffset createdAt)
{
    public RunRow Row => row;

    public long Seq => seq;

    public DateTimeOffset CreatedAt => createdAt;

    public string Status { get; set; } = "queued";

    public bool Admitted { get; set; } = row.Admitted;

    public int Attempts { get; set; }

    public Guid? LeaseToken { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    public DateTimeOffset? NextAttemptAt { get; set; }

    public bool IsOpen => Status is "queued" or "running";
}

/// <summary>An outbox entry.</summary>
internal sealed class EntryRecord(OutboxRow row, long seq, DateTimeOffset now)
{
    public OutboxRow Row => row;

    public Guid Id => row.Id;

    public DateTimeOffset CreatedAt { get; } = now;

    public long Seq { get; set; } = seq;

    public string Status { get; set; } = "queued";

    public int Attempts { get; set; }

    public DateTimeOffset DueAt { get; set; } = now;

    public DateTimeOffset ExpiresAt { get; set; } = now + row.TimeToLive;

    public string? LastError { get; set; }

    public string? ErrorClass { get; set; }

    public string? ProviderMessageId { get; set; }

    public bool PossibleDuplicate { get; set; }

    public bool IsOpen => Status is "queued" or "sending" or "retrying" or "unknown";
}

/// <summary>A pairing request.</summary>
internal sealed class PairingRecord(PairingRequestRow row, DateTimeOffset now)
{
    public PairingRequestRow Row => row;

    public string Code { get; set; } = row.Code;

    public string Status { get; set; } = "pending";

    public DateTimeOffset CreatedAt { get; set; } = now;

    public DateTimeOffset ExpiresAt { get; set; } = now + row.TimeToLive;
}
