using System.Net;
using Microsoft.Extensions.Options;
using Vespid.Channels;
using Vespid.Grains.Channels;
using Vespid.Grains.Work;
using Vespid.Storage.Queries;
using Vespid.Storage.Work;
using Vespid.Tests.Simulation.Hosts;

namespace Vespid.Tests.Simulation.Running;

/// <summary>Found by a seed: an answer whose body is lost on the way is no answer without a reply.</summary>
public sealed class PushAgentTests
{
    [Fact]
    public async Task An_answer_whose_body_is_lost_is_asked_for_again()
    {
        var failed = Assert.IsType<AgentAnswer.Failed>(await PushAsync(new LostContent()));
        Assert.True(failed.Retryable);
    }

    [Fact]
    public async Task An_empty_answer_ends_the_run_without_a_reply() =>
        Assert.Equal(new AgentAnswer.Done(null, null), await PushAsync(new ByteArrayContent([])));

    private static async Task<AgentAnswer> PushAsync(HttpContent answer)
    {
        var channels = Options.Create(new ChannelOptions());
        var post = new SignedPost(new HttpClients(new Answering(answer)), new TenantUrls(channels), new BoundedPost(TimeProvider.System), TimeProvider.System);
        var agent = new PushAgent(post, new NoSecrets(), Options.Create(new ChannelRuntimeOptions()));
        var run = new ClaimedRun(Guid.Empty, Guid.Empty, default, Guid.Empty, "turn", 1, null, null, null, null, null, 1, "{}", null);
        return await agent.DoAsync(run, new AgentSettings(Guid.Empty, "push", "https://agent.example/turns", null), CancellationToken.None);
    }

    private sealed class Answering(HttpContent content) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
        }
    }

    private sealed class LostContent : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new IOException("The connection was lost.");

        protected override bool TryComputeLength(out long length)
        {
            length = 10;
            return true;
        }
    }
}
