namespace Vespid.Channels;

/// <summary>A connection ended for a reason worth showing.</summary>
/// <param name="message">Short, without secrets; shown on the account.</param>
/// <param name="isFatal">Connecting again cannot help until somebody changes the account: wrong credentials, a closed token.</param>
/// <param name="retryAfter">Not earlier than this, if the platform said so.</param>
/// <param name="inner">What caused it.</param>
/// <param name="isConflict">Somebody else receives for the same identity.</param>
public sealed class ReceiverException(string message, bool isFatal = false, TimeSpan? retryAfter = null, Exception? inner = null, bool isConflict = false)
    : Exception(message, inner)
{
    public bool IsFatal { get; } = isFatal;

    public TimeSpan? RetryAfter { get; } = retryAfter;

    public bool IsConflict { get; } = isConflict;
}
