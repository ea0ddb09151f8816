namespace Vespid.Embedded.Engine;

/// <summary>Where an activation is in its life. It only goes forward.</summary>
internal enum ActivationState : byte
{
    Created,
    Activating,
    Active,

    /// <summary>Takes nothing new and finishes what it works on.</summary>
    Draining,

    /// <summary>The grain cleans up.</summary>
    Deactivating,
    Gone,
}
