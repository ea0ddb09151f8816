namespace Vespid.Storage.Commits;

/// <summary>Base of the faults a commit can end in. Callers over HTTP get 503 with <c>Retry-After</c>, except for <see cref="CommitRejectedException"/>.</summary>
public abstract class CommitException(string message, Exception? inner) : Exception(message, inner);

/// <summary>Storage is away or the queue is full; nothing was written.</summary>
public sealed class CommitUnavailableException(string message, Exception? inner = null) : CommitException(message, inner);

/// <summary>Nobody knows whether the commit was applied.</summary>
public sealed class CommitOutcomeUnknownException(string message, Exception? inner = null) : CommitException(message, inner);

/// <summary>Another process holds the writer's lease.</summary>
public sealed class WriterFencedException(string message, Exception? inner = null) : CommitException(message, inner);

/// <summary>The database refuses this commit and would refuse it again.</summary>
public sealed class CommitRejectedException(string message, string sqlState, Exception? inner = null) : CommitException(message, inner)
{
    /// <summary>PostgreSQL error code, for example <c>23505</c>.</summary>
    public string SqlState { get; } = sqlState;

    /// <summary>Name of the violated constraint, if the database named one.</summary>
    public string? Constraint { get; init; }
}
