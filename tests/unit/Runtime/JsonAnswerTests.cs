using System.Text;
using Vespid.Grains.Runtime;

namespace Vespid.Tests.Unit.Runtime;

public sealed class JsonAnswerTests
{
    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":{\"b\":1,\"b\":2}}")]
    public void What_is_no_sound_object_is_none(string body) => Assert.Null(JsonAnswer.Read(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void A_lost_body_is_none() => Assert.Null(JsonAnswer.Read(null));

    [Fact]
    public void An_object_is_read() => Assert.Equal(2, JsonAnswer.Read("""{"a":{"b":2}}"""u8.ToArray())!["a"]!["b"]!.GetValue<int>());
}
