using Vespid.Grains.Alerts;

namespace Vespid.Tests.Unit.Alerts;

public sealed class RetryWaitTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 15)]
    [InlineData(3, 60)]
    [InlineData(4, 300)]
    [InlineData(40, 300)]
    public void A_message_is_tried_again_by_how_often_it_failed(int failures, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), AlertOutboxSender.RetryWait(failures));
}
