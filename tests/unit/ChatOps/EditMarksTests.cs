using Vespid.Grains.ChatOps;

namespace Vespid.Tests.Unit.ChatOps;

public sealed class EditMarksTests
{
    [Theory]
    [InlineData("2030-01-01T00:00:01.123000+00:00", "2030-01-01T00:00:02.000000+00:00", true)]
    [InlineData("2030-01-01T00:00:02.000000+00:00", "2030-01-01T00:00:01.123000+00:00", false)]
    [InlineData("2030-01-01T00:00:01.123000+00:00", "2030-01-01T00:00:01.123000+00:00", false)]
    [InlineData("2030-01-01T02:00:00.000000+02:00", "2030-01-01T00:00:01.000000+00:00", true)]
    [InlineData("2030-01-01T00:00:01+00:00 7", "2030-01-01T00:00:01+00:00 12", true)]
    [InlineData("2030-01-01T00:00:01+00:00 12", "2030-01-01T00:00:01+00:00 7", false)]
    [InlineData("2030-01-09T00:00:01+00:00 7", "2030-01-01T00:00:01+00:00 12", false)]
    [InlineData("2030-01-01T00:00:01+00:00", null, false)]
    [InlineData(null, "2030-01-01T00:00:01+00:00", false)]
    [InlineData("unheard of", "2030-01-01T00:00:01+00:00", false)]
    public void An_edit_is_older_by_its_time_and_then_by_its_number(string? mark, string? known, bool isOlder) => Assert.Equal(isOlder, EditMarks.IsOlder(mark, known));

    [Fact]
    public void Telegrams_marks_have_an_order_within_a_second_and_one_that_a_new_count_does_not_disturb()
    {
        var at = new DateTimeOffset(2030, 1, 1, 0, 0, 1, TimeSpan.Zero);

        Assert.True(EditMarks.IsOlder(EditMarks.OfTelegram(at, "9"), EditMarks.OfTelegram(at, "10")));
        Assert.False(EditMarks.IsOlder(EditMarks.OfTelegram(at.AddDays(8), "1"), EditMarks.OfTelegram(at, "900000")));
    }
}
