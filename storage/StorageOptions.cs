namespace Vespid.Storage;

/// <summary>Settings of the storage.</summary>
public sealed class StorageOptions
{
    /// <summary>
    /// Where PostgreSQL is, as a connection string or as a <c>postgres://</c> URL. Null starts a private server under <see cref="DataFolder"/>.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>Folder of the private server. Made when it does not exist.</summary>
    public string DataFolder { get; set; } = ".data";

    /// <summary>Connections of the commit log, 1 to 8.</summary>
    public int WriterConnections { get; set; } = 2;

    /// <summary>Most commits waiting, 16 to 1,000,000; one organisation may hold a quarter of it.</summary>
    public int CommitQueueLimit { get; set; } = 10_000;

    /// <summary>Most commits in one statement, 1 to 10,000.</summary>
    public int CommitBatchLimit { get; set; } = 1_000;

    /// <summary>How long a commit waits before its caller is told that it was not taken or that nobody knows, 100 ms to 30 s.</summary>
    public TimeSpan CommitDeadline { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Most connections for reads, 1 to 1,000.</summary>
    public int ReadPoolSize { get; set; } = 20;

    /// <summary>Most connections for writes outside the commit log (claims, reminders, plain grain state), 1 to 1,000.</summary>
    public int WritePoolSize { get; set; } = 10;

    /// <summary>Where the others find this process while it is the writer; null when it serves nobody.</summary>
    public Lease.ActiveAddress? Address { get; set; }

    /// <summary>Whether this process may become the writer; one that may not only forwards to whoever is.</summary>
    public bool MayWrite { get; set; } = true;

    /// <summary>Whether this process is one of several silos that write side by side, instead of the only writer.</summary>
    public bool IsClustered { get; set; }

    /// <summary>Name of this process in the lease row; by default host and process id.</summary>
    public string? Holder { get; set; }
}
