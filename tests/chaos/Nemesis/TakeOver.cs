namespace Vespid.Tests.Chaos.Nemesis;

/// <summary>The writer was gone, and a message was taken again.</summary>
/// <param name="Cause">Kind of the fault.</param>
/// <param name="Took">From the fault to the first acknowledgement of a request that began after it.</param>
internal sealed record TakeOver(string Cause, TimeSpan Took);
