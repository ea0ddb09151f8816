namespace Vespid.Channels;

/// <summary>What a platform said to a call of a room. Texts are bounded and hold no token.</summary>
/// <typeparam name="T">What the call gives.</typeparam>
public abstract record RoomAnswer<T>
{
    private RoomAnswer()
    {
    }

    /// <summary>Done.</summary>
    public sealed record Ok(T Value) : RoomAnswer<T>;

    /// <summary>Answered, and not done.</summary>
    /// <param name="Status">HTTP status, or the platform's own.</param>
    /// <param name="Error">Short.</param>
    /// <param name="Fault">What it means for the room.</param>
    /// <param name="RetryAfter">When to come back, if it said so.</param>
    /// <param name="MigratedTo">The chat has become this one.</param>
    public sealed record Refused(int Status, string Error, RoomFault Fault, TimeSpan? RetryAfter = null, string? MigratedTo = null) : RoomAnswer<T>;

    /// <summary>Certainly not done.</summary>
    public sealed record NotSent(string Error) : RoomAnswer<T>;

    /// <summary>Perhaps done.</summary>
    public sealed record Lost(string Error) : RoomAnswer<T>;

    /// <summary>The same, of a call that gives something else.</summary>
    public RoomAnswer<TOther> As<TOther>() => this switch
    {
        Refused refused => new RoomAnswer<TOther>.Refused(refused.Status, refused.Error, refused.Fault, refused.RetryAfter, refused.MigratedTo),
        NotSent unsent => new RoomAnswer<TOther>.NotSent(unsent.Error),
        Lost lost => new RoomAnswer<TOther>.Lost(lost.Error),
        _ => throw new InvalidOperationException("Only a call that failed can be that of another."),
    };
}

/// <summary>What a refusal means.</summary>
public enum RoomFault
{
    /// <summary>This message, and no other.</summary>
    Message,

    /// <summary>Come back later.</summary>
    Later,

    /// <summary>The bot may not do this here, but perhaps something else.</summary>
    Permission,

    /// <summary>The bot is out: removed, banned, or the chat is gone.</summary>
    Room,

    /// <summary>What was to be changed is not there, or too old.</summary>
    Gone,

    /// <summary>The change changes nothing.</summary>
    Unchanged,

    /// <summary>The bot's token is not good.</summary>
    Token,
}
