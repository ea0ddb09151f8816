using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Several readings of one request as one.</summary>
internal static class ReadBatch
{
    /// <summary>All messages in order; without any, the most telling of the reasons.</summary>
    public static Normalization Of(IReadOnlyCollection<Normalization> readings)
    {
        if (readings.Any(reading => reading.Reason is null))
            return new([.. readings.SelectMany(reading => reading.Messages)], null);
        if (readings.Any(reading => reading.Reason == ReasonCodes.UnsupportedEvent))
            return Normalization.Unsupported;
        return readings.Any(reading => reading.Reason == ReasonCodes.SelfMessage) ? Normalization.Own : Normalization.NotUnderstood;
    }
}
