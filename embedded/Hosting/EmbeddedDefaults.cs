namespace Vespid.Embedded;

/// <summary>The values of <see cref="EmbeddedOptions"/> unless set, and their bounds.</summary>
internal static class EmbeddedDefaults
{
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan ResponseTimeoutPrecision = TimeSpan.FromMilliseconds(250);
    public static readonly TimeSpan CollectionAge = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan CollectionQuantum = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan ActivationTimeout = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan DeactivationTimeout = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan MinimumReminderPeriod = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan ReminderRefreshPeriod = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);
}
