namespace Vespid.Tests.Chaos.Load;

/// <summary>The runtime said that it has a message.</summary>
/// <param name="Text">Of the message.</param>
/// <param name="SentAt">When the request that was answered had begun.</param>
/// <param name="At">When the answer came.</param>
/// <param name="IsPolled">It was said by asking for the next update, not by an answer.</param>
internal sealed record Acknowledgement(string Text, DateTimeOffset SentAt, DateTimeOffset At, bool IsPolled);
