using Microsoft.Extensions.Options;
using Vespid.Grains.Edges;
using Vespid.Storage.Edges;
using Vespid.Storage.Secrets;

namespace Vespid.Grains.Alerts;

/// <summary>Finds the address of a receiver: what its row says, else for the receiver of everything what the environment says. Read at each send.</summary>
internal sealed class AlertAddresses(ISecretProtector protector, IOptions<EdgeOptions> options)
{
    public AlertAddress Of(ReceiverRecord receiver)
    {
        var settings = options.Value;
        var isDefault = receiver.Id == ReceiverRecord.Default;
        var isTenants = receiver.OrganizationId != Guid.Empty;
        var webhook = receiver.WebhookUrl is { } url ? new Uri(url) : isDefault ? settings.Webhook : null;
        var chat = receiver.TelegramChat ?? (isDefault ? settings.TelegramChat : null);
        // The deployment's bot speaks only where the deployment says.
        var token = Open(receiver) ?? (isTenants ? null : settings.TelegramToken);
        return new AlertAddress(webhook, token is null ? null : chat, token, isTenants);
    }

    private string? Open(ReceiverRecord receiver)
    {
        if (receiver.TelegramToken is not { } packed)
            return null;
        try
        {
            return protector.Open(SealedSecret.Unpack(packed), SecretPurpose.OfReceiver(receiver.OrganizationId, receiver.Id));
        }
        catch (SecretUnreadableException)
        {
            return null;
        }
    }
}
