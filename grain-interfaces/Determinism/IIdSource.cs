namespace Vespid.GrainInterfaces.Determinism;

/// <summary>Where new ids come from, so that a simulation can repeat them.</summary>
public interface IIdSource
{
    /// <summary>A UUIDv7 that sorts after every one this source gave before.</summary>
    Guid NewId();
}
