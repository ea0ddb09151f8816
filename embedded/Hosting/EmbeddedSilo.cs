namespace Vespid.Embedded;

/// <summary>The engine as a whole. The host starts and stops it; a test may do so itself.</summary>
public abstract class EmbeddedSilo
{
    private protected EmbeddedSilo()
    {
    }

    /// <summary>Starts taking calls and delivering reminders.</summary>
    public abstract Task StartAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Refuses new calls, lets grains finish what they work on, ends all activations with <see cref="DeactivationReasonCode.ShuttingDown"/>,
    /// and fails what is left after <see cref="EmbeddedOptions.StopTimeout"/> or when <paramref name="cancellationToken"/> is cancelled.
    /// </summary>
    public abstract Task StopAsync(CancellationToken cancellationToken);

    public abstract EmbeddedStatistics GetStatistics();
}
