namespace Vespid.Storage.Commits.Queue;

/// <summary>Something that two commits cannot touch at the same time: the later one waits for a later batch.</summary>
internal readonly record struct ConflictKey(ConflictKind Kind, Guid Id, string? Name)
{
    public static ConflictKey State(string key) => new(ConflictKind.State, Guid.Empty, key);

    public static ConflictKey Message(Guid accountId, string dedupeKey) => new(ConflictKind.Message, accountId, dedupeKey);

    public static ConflictKey OutboxEntry(Guid id) => new(ConflictKind.OutboxEntry, id, null);

    public static ConflictKey Run(Guid id) => new(ConflictKind.Run, id, null);

    public static ConflictKey PairingAccount(Guid accountId) => new(ConflictKind.PairingAccount, accountId, null);
}

/// <summary>Kinds of <see cref="ConflictKey"/>.</summary>
internal enum ConflictKind : byte
{
    State,
    Message,
    OutboxEntry,
    Run,
    PairingAccount,
}
