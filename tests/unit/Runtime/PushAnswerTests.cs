using System.Text;
using Vespid.Grains.Work;

namespace Vespid.Tests.Unit.Runtime;

public sealed class PushAnswerTests
{
    [Theory]
    [InlineData("{\"reply\":\"\\ud83d\"}")]
    [InlineData("{\"reply\":\"?\"}")]
    [InlineData("{\"output\":{\"a\":\"?\"}}")]
    [InlineData("{\"reply\":")]
    [InlineData("[]")]
    public void An_answer_that_is_no_text_is_not_understood(string json)
    {
        var body = Encoding.UTF8.GetBytes(json);
        if (Array.IndexOf(body, (byte)'?') is >= 0 and var at)
            body[at] = 0xb6;
        Assert.Equal("AGENT_ANSWER_NOT_UNDERSTOOD", Assert.IsType<AgentAnswer.Failed>(PushAgent.Read(body)).Error);
    }
}
