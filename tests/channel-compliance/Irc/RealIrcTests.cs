using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Irc;

/// <summary>Against a server that we did not write.</summary>
public sealed class RealIrcTests : IDisposable
{
    private readonly ChannelsHost _host = new(options => options.AllowedHosts.Add("127.0.0.1"));

    public void Dispose() => _host.Dispose();

    [RealIrcFact]
    public async Task People_and_the_bot_hear_each_other_in_channels_and_in_private()
    {
        await using var server = await RealIrcServer.StartAsync();
        await using var ada = await RealIrcPerson.ConnectAsync(server.Port, "ada");
        await ada.SayAsync("JOIN #ops");
        await ada.UntilAsync(" 366 ");
        var account = AccountOf(server);
        await using var reception = Reception.Start(_host, account);
        await ada.UntilAsync(":vespid!");

        await ada.SayAsync("PRIVMSG #ops :vespid: déploy 👋");
        await ada.SayAsync("PRIVMSG vespid :psst");
        var messages = await reception.Sink.MessagesAsync(2);

        Assert.Equal([("vespid: déploy 👋", "#ops", InboundEvents.Mentioned), ("psst", "ada", InboundEvents.DirectMessage)],
            messages.Select(message => (message.Text, message.ConversationId, message.Event)));
        Assert.IsType<SendResult.Sent>(await SendAsync(account, messages[0].ConversationId, "to all: é😀"));
        Assert.IsType<SendResult.Sent>(await SendAsync(account, messages[1].ConversationId, "to you"));
        await ada.UntilAsync("PRIVMSG #ops :to all: é😀");
        await ada.UntilAsync("PRIVMSG ada :to you");
        Assert.Equal(new SendResult.Refused("irc_401"), await SendAsync(account, "nobody", "hello?"));
        await reception.StopAsync();
        await ada.UntilAsync("QUIT");
    }

    [RealIrcFact]
    public async Task A_taken_nick_is_evaded()
    {
        await using var server = await RealIrcServer.StartAsync();
        await using var first = await RealIrcPerson.ConnectAsync(server.Port, "vespid");
        await using var reception = Reception.Start(_host, AccountOf(server));
        await reception.Sink.UntilConnectedAsync();

        await first.SayAsync("PRIVMSG vespid_ :you have my name");

        Assert.Equal("vespid", Assert.Single(await reception.Sink.MessagesAsync(1)).ConversationId);
    }

    [RealIrcFact]
    public async Task A_long_line_arrives_whole_in_parts()
    {
        await using var server = await RealIrcServer.StartAsync();
        await using var ada = await RealIrcPerson.ConnectAsync(server.Port, "ada");
        var account = AccountOf(server);
        await using var reception = Reception.Start(_host, account);
        await reception.Sink.UntilConnectedAsync();
        var text = string.Concat(Enumerable.Repeat("äöü", 66));

        Assert.IsType<SendResult.Sent>(await SendAsync(account, "ada", text));
        await ada.UntilAsync("PRIVMSG ada :");

        Assert.Equal(text, string.Concat(ada.Lines.All.Where(line => line.Contains("PRIVMSG ada :", StringComparison.Ordinal)).Select(line => line.Split("PRIVMSG ada :")[1])));
    }

    private Task<SendResult> SendAsync(ChannelAccount account, string to, string text) =>
        _host.Senders.SendAsync(IrcReceiverTests.Message(text, to), account, CancellationToken.None).AsTask();

    private static ChannelAccount AccountOf(RealIrcServer server) =>
        Accounts.Of("irc", new() { ["serverUrl"] = $"irc://127.0.0.1:{server.Port}", ["channels"] = "#ops" });
}
