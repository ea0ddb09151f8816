namespace Vespid.Channels;

/// <summary>What became of one attempt. Errors are short, bounded and free of secrets.</summary>
public abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>Whether somebody else may have taken it too: one way was tried, nobody knows how that ended, and this is what became of another.</summary>
    public bool MayRepeat { get; init; }

    /// <summary>The receiver took it.</summary>
    /// <param name="ProviderMessageId">Its id of the message.</param>
    public sealed record Sent(string ProviderMessageId) : SendResult;

    /// <summary>It was certainly not taken; try again.</summary>
    /// <param name="Error">Why.</param>
    /// <param name="RetryAfter">Not earlier than this, if the receiver said so.</param>
    /// <param name="CountsAsAttempt">False for what says nothing about the message: no connection, 429, 503.</param>
    public sealed record Retry(string Error, TimeSpan? RetryAfter, bool CountsAsAttempt) : SendResult;

    /// <summary>It will never be taken.</summary>
    /// <param name="Error">Why.</param>
    /// <param name="AccountFault">The account's credentials are at fault, not the message.</param>
    public sealed record Refused(string Error, bool AccountFault = false) : SendResult;

    /// <summary>It was written to the receiver and nobody knows whether it was taken.</summary>
    /// <param name="Error">What happened.</param>
    public sealed record Unknown(string Error) : SendResult;

    /// <summary>The account has no way out.</summary>
    /// <param name="Code">Error code.</param>
    public sealed record NotConfigured(string Code) : SendResult
    {
        public const string NoWayOut = "CHANNEL_OUTBOUND_WEBHOOK_URL_MISSING";
    }
}
