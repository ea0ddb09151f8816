using Vespid.Grains.Channels;

namespace Vespid.Tests.Unit.Channels;

public sealed class PairingTests
{
    [Fact]
    public void A_code_is_six_letters_and_digits_without_look_alikes()
    {
        var chance = new SeededChance(7);
        for (var i = 0; i < 1_000; i++)
            Assert.Matches("^[A-HJ-NP-Z2-9]{6}$", PairingCode.Next(chance));
    }

    [Fact]
    public void Every_symbol_comes_up_about_as_often()
    {
        var chance = new SeededChance(11);
        var counts = new Dictionary<char, int>();
        for (var i = 0; i < 20_000; i++)
        {
            foreach (var symbol in PairingCode.Next(chance))
                counts[symbol] = counts.GetValueOrDefault(symbol) + 1;
        }

        Assert.Equal(32, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 3_400, 4_100));
    }

    [Theory]
    [InlineData("pending", "approved", null)]
    [InlineData("pending", "rejected", null)]
    [InlineData("approved", "approved", null)]
    [InlineData("rejected", "rejected", null)]
    [InlineData("approved", "rejected", "PAIRING_REQUEST_DECIDED")]
    [InlineData("rejected", "approved", "PAIRING_REQUEST_DECIDED")]
    [InlineData("expired", "approved", "PAIRING_REQUEST_EXPIRED")]
    [InlineData("expired", "rejected", "PAIRING_REQUEST_EXPIRED")]
    public void Decisions(string status, string decision, string? code) => Assert.Equal(code, PairingRules.Refuse(status, decision)?.Code);

    [Fact]
    public void A_refused_decision_says_what_happened_to_the_request()
    {
        Assert.Equal("The request was rejected before.", PairingRules.Refuse("rejected", "approved")!.Message);
        Assert.Equal("The request has expired; the sender's next message makes a new one.", PairingRules.Refuse("expired", "approved")!.Message);
    }
}
