namespace Vespid.Bench.Limit;

/// <summary>What is stored of a message.</summary>
internal sealed record Row(Guid Id, string Conversation, string Sender, string Text);
