namespace Vespid.Bench.Table.Processes;

/// <summary>A system under load: a server process and its database.</summary>
internal interface ISystem
{
    int Port { get; }

    int ProcessId { get; }

    Site Site { get; }

    /// <summary>Bytes that the server process has allocated since it started.</summary>
    Task<double> AllocatedAsync();
}
