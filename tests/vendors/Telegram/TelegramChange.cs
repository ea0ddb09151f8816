namespace Vespid.Vendors;

/// <summary>A change of a message that the fake had taken.</summary>
/// <param name="Order">The first being 1.</param>
/// <param name="ChatId">As sent.</param>
/// <param name="MessageId">Which.</param>
/// <param name="Text">New text; null when it was deleted.</param>
public sealed record TelegramChange(long Order, string ChatId, long MessageId, string? Text);
