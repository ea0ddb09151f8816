using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Vespid.Channels;

/// <summary>Opens connections to IRC servers: TLS to public addresses, without TLS only to hosts that the operator allows.</summary>
internal sealed class IrcDialer(GuardedConnect connect, TenantUrls urls, TimeProvider time)
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    /// <exception cref="ReceiverException">No connection.</exception>
    public async Task<Stream> OpenAsync(IrcSettings settings, CancellationToken cancellationToken)
    {
        if (!settings.Tls && !urls.IsAllowed(settings.Host, settings.Port))
            throw new ReceiverException("irc_tls_required", isFatal: true);
        using var deadline = new CancellationTokenSource(ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var stream = await connect.ConnectAsync(settings.Host, settings.Port, either.Token);
            return settings.Tls ? await SecureAsync(stream, settings, either.Token) : stream;
        }
        catch (AddressRefusedException)
        {
            throw new ReceiverException("irc_address_refused", isFatal: true);
        }
        catch (AuthenticationException)
        {
            throw new ReceiverException("irc_certificate_refused");
        }
        catch (Exception fault) when (fault is SocketException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ReceiverException("irc_unreachable");
        }
    }

    private static async Task<Stream> SecureAsync(Stream stream, IrcSettings settings, CancellationToken cancellationToken)
    {
        var secure = new SslStream(stream, leaveInnerStreamOpen: false, (_, certificate, _, errors) =>
            certificate is not null && (settings.IsPinned(certificate.GetRawCertData()) ?? errors == SslPolicyErrors.None));
        try
        {
            await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = settings.Host }, cancellationToken);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }
}
