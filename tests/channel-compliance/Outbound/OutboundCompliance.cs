using Vespid.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Outbound;

/// <summary>What every way out does with each thing that can happen to an attempt.</summary>
public abstract class OutboundCompliance : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private ChannelsHost _host = null!;

    /// <summary>One that the channel takes.</summary>
    protected virtual string Conversation => "5001";

    /// <summary>The platform tells a repeat by an id of ours, and takes it once.</summary>
    protected virtual bool TellsRepeats => false;

    protected abstract FaultPlan Faults { get; }

    protected abstract ChannelAccount Account { get; }

    /// <summary>Texts that the receiver took, in order.</summary>
    protected abstract IReadOnlyList<string> Taken { get; }

    /// <summary>Hosts that the account may reach on loopback.</summary>
    protected abstract void Configure(ChannelOptions options);

    protected abstract Task StartVendorAsync();

    protected abstract Task StopVendorAsync();

    /// <summary>Waits until the vendor has a request in hand.</summary>
    protected abstract Task UntilCalledAsync(TimeSpan timeout);

    internal ChannelsHost Host => _host;

    public async Task InitializeAsync()
    {
        await StartVendorAsync();
        _host = new(options =>
        {
            options.OutboundTimeout = TimeSpan.FromSeconds(30);
            Configure(options);
        });
    }

    public async Task DisposeAsync()
    {
        _host.Dispose();
        await StopVendorAsync();
    }

    [Fact]
    public async Task A_message_arrives_once_with_its_text()
    {
        var sent = Assert.IsType<SendResult.Sent>(await SendAsync("hello 👋 wörld"));

        Assert.NotEmpty(sent.ProviderMessageId);
        Assert.Equal(["hello 👋 wörld"], Taken);
    }

    [Fact]
    public async Task Being_asked_to_wait_counts_no_attempt_and_keeps_the_time()
    {
        Faults.Add(new VendorFault.RateLimited(17));

        var retry = Assert.IsType<SendResult.Retry>(await SendAsync());

        Assert.Equal((TimeSpan.FromSeconds(17), false), (retry.RetryAfter, retry.CountsAsAttempt));
        Assert.Empty(Taken);
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(502, true)]
    [InlineData(408, true)]
    [InlineData(503, false)]
    public async Task A_fault_of_the_receiver_is_tried_again(int status, bool counts)
    {
        Faults.Add(new VendorFault.Error(status));

        Assert.Equal(counts, Assert.IsType<SendResult.Retry>(await SendAsync()).CountsAsAttempt);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(401)]
    [InlineData(404)]
    public async Task A_refusal_is_final(int status)
    {
        Faults.Add(new VendorFault.Error(status));

        Assert.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), Assert.IsType<SendResult.Refused>(await SendAsync()).Error, StringComparison.Ordinal);
        Assert.Empty(Taken);
    }

    [Fact]
    public async Task A_receiver_that_hangs_leaves_the_outcome_unknown()
    {
        Faults.Add(new VendorFault.AcceptThenHang());
        var time = new DeadlineTime();
        using var host = new ChannelsHost(Configure, time);

        var sending = SendAsync(host: host);
        await UntilCalledAsync(Patience);
        time.Pass();

        Assert.EndsWith("timeout", Assert.IsType<SendResult.Unknown>(await sending).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_lost_after_acceptance_leaves_the_outcome_unknown()
    {
        Faults.Add(new VendorFault.AcceptThenDrop());

        Assert.EndsWith("connection_lost", Assert.IsType<SendResult.Unknown>(await SendAsync()).Error, StringComparison.Ordinal);
        Assert.Single(Taken);
    }

    [Fact]
    public async Task A_repeat_after_a_lost_answer_arrives_once_where_the_platform_can_tell_it()
    {
        Faults.Add(new VendorFault.AcceptThenDrop());
        var message = Message(conversation: Conversation);

        Assert.IsType<SendResult.Unknown>(await Host.Senders.SendAsync(message, Account, CancellationToken.None));
        var sent = Assert.IsType<SendResult.Sent>(await Host.Senders.SendAsync(message, Account, CancellationToken.None));
        Assert.Equal(TellsRepeats ? ["hello"] : ["hello", "hello"], Taken);
        if (TellsRepeats)
            Assert.Equal(sent, await Host.Senders.SendAsync(message, Account, CancellationToken.None));
    }

    [Fact]
    public async Task Stopping_while_the_receiver_has_it_leaves_the_outcome_unknown()
    {
        Faults.Add(new VendorFault.AcceptThenHang());
        using var stop = new CancellationTokenSource();

        var sending = SendAsync(cancellationToken: stop.Token);
        await UntilCalledAsync(Patience);
        await stop.CancelAsync();

        Assert.EndsWith("canceled", Assert.IsType<SendResult.Unknown>(await sending).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_before_anything_is_written_is_a_cancellation() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SendAsync(cancellationToken: new CancellationToken(canceled: true)));

    [Fact]
    public async Task No_connection_counts_no_attempt()
    {
        await StopVendorAsync();

        Assert.False(Assert.IsType<SendResult.Retry>(await SendAsync()).CountsAsAttempt);
    }

    [Fact]
    public async Task Messages_one_after_another_arrive_in_order()
    {
        var texts = Enumerable.Range(1, 25).Select(n => $"message {n}").ToList();
        foreach (var text in texts)
            Assert.IsType<SendResult.Sent>(await SendAsync(text));

        Assert.Equal(texts, Taken);
    }

    protected static OutboundMessage Message(string text = "hello", string conversation = "5001") =>
        new(new SequentialIds().NewId(), Guid.Empty, conversation, text, null, null, null, null, "reply");

    private Task<SendResult> SendAsync(string text = "hello", ChannelsHost? host = null, CancellationToken cancellationToken = default) =>
        (host ?? _host).Senders.SendAsync(Message(text, Conversation), Account, cancellationToken).AsTask();
}
