using Vespid.Gateway.Standby;

namespace Vespid.Tests.Unit.Gateway;

public sealed class HopSealTests
{
    private readonly SteppingTime _time = new();

    [Theory]
    [InlineData("203.0.113.9")]
    [InlineData("2001:db8::1")]
    public void The_address_survives_the_hop(string address) => Assert.Equal(address, Seal().Open(Seal().Seal(address)));

    [Fact]
    public void A_seal_grows_old()
    {
        var header = Seal().Seal("203.0.113.9");
        _time.Move(TimeSpan.FromSeconds(60));
        Assert.NotNull(Seal().Open(header));
        _time.Move(TimeSpan.FromSeconds(1));
        Assert.Null(Seal().Open(header));
    }

    [Fact]
    public void Another_deployment_cannot_seal()
    {
        var foreign = new HopSeal(Settings.Of(options => options.AuthTokenSecret = "another secret, as long as the first"), _time);
        Assert.Null(Seal().Open(foreign.Seal("203.0.113.9")));
        Assert.Null(Seal().Open(Seal().Seal("203.0.113.9").Replace("203.0.113.9", "203.0.113.8", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(";")]
    [InlineData(";;")]
    [InlineData("1;203.0.113.9;")]
    [InlineData("x;203.0.113.9;AAAA")]
    public void What_is_no_seal_opens_nothing(string header) => Assert.Null(Seal().Open(header));

    private HopSeal Seal() => new(Settings.Of(), _time);
}
