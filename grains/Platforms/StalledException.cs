namespace Vespid.Grains.Platforms;

/// <summary>A connection that says nothing is taken for dead.</summary>
internal sealed class StalledException() : Exception("nothing was heard for two minutes");
