using System.Collections.Immutable;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>A text in parts.</summary>
/// <param name="Parts">Each within the limit.</param>
/// <param name="Overflow">There was more: the full text must be attached.</param>
internal sealed record SplitText(ImmutableArray<RichText> Parts, bool Overflow);
