using Vespid.Grains.Work;

namespace Vespid.Tests.Unit.Runtime;

public sealed class AgentMetricsTests
{
    [Theory]
    [InlineData("AGENT_ENDPOINT_MISSING", false, "config")]
    [InlineData("AGENT_SECRET_UNREADABLE", true, "config")]
    [InlineData("AGENT_URL_REFUSED", false, "config")]
    [InlineData("AGENT_HTTP_503", true, "transient")]
    [InlineData("AGENT_UNREACHABLE:connection_refused", true, "transient")]
    [InlineData("AGENT_HTTP_404", false, "fatal")]
    [InlineData("AGENT_ANSWER_NOT_UNDERSTOOD", false, "fatal")]
    public void A_failure_is_of_one_class(string error, bool isRetryable, string expected) =>
        Assert.Equal(expected, AgentMetrics.ClassOf(new AgentAnswer.Failed(error, isRetryable, null)));
}
