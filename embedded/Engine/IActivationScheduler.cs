using Orleans.Runtime;

namespace Vespid.Embedded.Engine;

/// <summary>A task scheduler that belongs to an activation.</summary>
internal interface IActivationScheduler
{
    IGrainContext Activation { get; }
}
