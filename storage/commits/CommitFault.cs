using Npgsql;

namespace Vespid.Storage.Commits;

/// <summary>What an error that the server answered with means for the commits of its statement. None of them was written.</summary>
internal enum CommitFault
{
    /// <summary>Some commit of the batch is to blame.</summary>
    Poison,

    /// <summary>A guard missed after another part of its commit had been written.</summary>
    GuardMissed,

    /// <summary>Two writers crossed: once more.</summary>
    Crossed,

    /// <summary>The server cannot at the moment.</summary>
    Unavailable,
}

/// <summary>Sorts PostgreSQL's error codes.</summary>
internal static class CommitFaults
{
    /// <summary>Raised by the function <c>commit_guard_missed</c>; the message is the verdict.</summary>
    private const string GuardMissed = "VS001";

    public static CommitFault Of(PostgresException error) => error.SqlState switch
    {
        GuardMissed => CommitFault.GuardMissed,
        PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => CommitFault.Crossed,
        PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.ReadOnlySqlTransaction => CommitFault.Unavailable,

        // Insufficient resources, operator intervention, system errors, faulty login or missing rights, missing tables: not the commit's fault.
        { Length: 5 } code when code[..2] is "53" or "57" or "58" or "28" or "F0" => CommitFault.Unavailable,
        PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn
            or PostgresErrorCodes.UndefinedFunction => CommitFault.Unavailable,
        _ => CommitFault.Poison,
    };
}
