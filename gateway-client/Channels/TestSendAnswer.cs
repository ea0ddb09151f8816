using Vespid.GrainInterfaces.Channels;

namespace Vespid.Gateway.Channels;

/// <summary>What became of a test message.</summary>
/// <param name="Ok">Whether it was delivered.</param>
/// <param name="Result">More about it.</param>
internal sealed record TestSendAnswer(bool Ok, TestSendResult Result);
