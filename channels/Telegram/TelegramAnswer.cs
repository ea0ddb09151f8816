namespace Vespid.Channels;

/// <summary>What the Bot API said. Texts are bounded and never hold the bot's token.</summary>
/// <typeparam name="T">What the method gives.</typeparam>
public abstract record TelegramAnswer<T>
{
    private TelegramAnswer()
    {
    }

    /// <summary>Done.</summary>
    public sealed record Ok(T Value) : TelegramAnswer<T>;

    /// <summary>Telegram answered that it was not done.</summary>
    /// <param name="Code"><c>error_code</c>, else the HTTP status.</param>
    /// <param name="Description">Telegram's text, at most 200 characters.</param>
    /// <param name="RetryAfter">When to come back, if it said so.</param>
    /// <param name="MigrateToChatId">The group has become this supergroup.</param>
    public sealed record Refused(int Code, string Description, TimeSpan? RetryAfter, long? MigrateToChatId) : TelegramAnswer<T>;

    /// <summary>There was no connection: certainly not done.</summary>
    public sealed record NotSent(string Error) : TelegramAnswer<T>;

    /// <summary>No answer that can be read: perhaps done.</summary>
    public sealed record Lost(string Error) : TelegramAnswer<T>;
}
