using Vespid.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Receiving;

/// <summary>Runs the receiver of a channel against a fake of its vendor.</summary>
public abstract class ReceiverTests<TVendor> : IAsyncLifetime
    where TVendor : FakeApi
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stop = new();
    private ChannelsHost _host = null!;

    protected TVendor Vendor { get; private set; } = null!;

    internal DeliverySink Sink { get; } = new();

    protected abstract ChannelAccount Account { get; }

    private protected IChannelReceiver Receiver => _host.Get<IEnumerable<IChannelReceiver>>().Single(receiver => receiver.ChannelId == Account.ChannelId);

    public async Task InitializeAsync()
    {
        Vendor = await StartVendorAsync();
        _host = new(options => options.AllowedHosts.Add(Vendor.Url.Authority));
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        _host.Dispose();
        await Vendor.DisposeAsync();
        _stop.Dispose();
    }

    protected abstract Task<TVendor> StartVendorAsync();

    protected Task RunAsync(CancellationToken cancellationToken = default) => RunWithAsync(Sink, cancellationToken);

    private protected async Task RunWithAsync(DeliverySink sink, CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, cancellationToken);
        await Receiver.RunAsync(Account, sink, either.Token);
    }

    protected async Task<FakeSocket> SocketAsync(int number = 1) => (await Vendor.Sockets.WaitForCountAsync(number, Patience))[number - 1];

    protected static async Task<ReceiverException> FaultOf(Task run) => await Assert.ThrowsAsync<ReceiverException>(() => run.WaitAsync(Patience));
}
