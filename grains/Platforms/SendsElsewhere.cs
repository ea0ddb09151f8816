using Vespid.Channels;
using Vespid.GrainInterfaces.Platforms;

namespace Vespid.Grains.Platforms;

/// <summary>Sends through the process that keeps the connections.</summary>
internal sealed class SendsElsewhere(IGrainFactory grains)
{
    private const string Away = "CONNECTION_AWAY";

    /// <summary>Nothing was sent, and it is soon known who can.</summary>
    public static readonly SendResult Later = new SendResult.Retry(Away, TimeSpan.FromSeconds(2), CountsAsAttempt: false);

    public async Task<SendResult> SendAsync(OutboundMessage message, Guid accountId)
    {
        IConnectionHost? host;
        try
        {
            host = await grains.GetGrain<IConnectionHostGrain>(0).Find();
            // One that has ended must not leave the message in doubt.
            if (host is null || !await host.Leads())
                return Later;
        }
        catch (Exception)
        {
            return Later;
        }

        try
        {
            return ConnectionAnswers.ResultOf(await host.Send(accountId, ConnectionAnswers.Of(message)));
        }
        catch (Exception)
        {
            return new SendResult.Unknown(Away);
        }
    }
}
