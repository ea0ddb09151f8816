namespace Vespid.GrainInterfaces.Platforms;

/// <summary>Knows the process that keeps the connections, which says so again and again. Key 0.</summary>
[Alias("vespid.connection-hosts")]
public interface IConnectionHostGrain : IGrainWithIntegerKey
{
    /// <summary>It is the one.</summary>
    [ResponseTimeout("00:00:05")]
    [Alias("announce")]
    Task Announce(IConnectionHost host);

    /// <summary>The one that said so last; null while nobody has.</summary>
    [ResponseTimeout("00:00:05")]
    [Alias("find")]
    Task<IConnectionHost?> Find();
}
