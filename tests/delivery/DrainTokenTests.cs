using System.Globalization;
using Vespid.Tests.Delivery.Support;

namespace Vespid.Tests.Delivery;

public sealed class DrainTokenTests
{
    [Theory]
    [InlineData(0, 0, "0 days old")]
    [InlineData(74, 0, "74 days old")]
    [InlineData(75, 0, "within 15 days")]
    [InlineData(90, 0, "within 0 days")]
    [InlineData(91, 1, "at most 90 are allowed")]
    [InlineData(-2, 1, "in the future")]
    public async Task A_token_may_be_used_for_ninety_days(int days, int code, string says)
    {
        var issued = TimeProvider.System.GetUtcNow().AddDays(-days).AddMinutes(-1).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

        var said = (await Tool.RunAsync(RepositoryRoot.At("ops", "gates", "drain-token.sh"), "--issued-at", issued)).Ends(code);

        Assert.Contains(says, said.Output + said.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_time_there_is_no_verdict()
    {
        (await Tool.RunAsync(RepositoryRoot.At("ops", "gates", "drain-token.sh"), "--issued-at", "lately")).Ends(2);
        (await Tool.RunAsync(RepositoryRoot.At("ops", "gates", "drain-token.sh"))).Ends(2);
    }
}
