namespace Vespid.Storage.Lease;

/// <summary>What every write asks in its own statement: whether its epoch, parameter 1, is one that may write.</summary>
internal static class EpochFence
{
    /// <summary>One row while it may; whoever takes the epoch waits until the transaction that read it has ended.</summary>
    public const string Sql = "SELECT 1 FROM writer_lease WHERE epoch = $1 FOR SHARE";

    /// <summary>The same as the first part of a statement, to be asked by its name.</summary>
    public const string Part = $"fence AS MATERIALIZED ({Sql})";
}
