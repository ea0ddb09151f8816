using System.Text;
using FsCheck.Fluent;
using Vespid.Channels;

namespace Vespid.Tests.Channels.Reading;

public sealed class SafeTextTests
{
    [Fact]
    public void Whatever_comes_in_every_store_takes_what_goes_out() => Properties.Check(
        Prop.ForAll(
            FsCheck.Fluent.Arb.From(Gen.Elements('\0', 'a', '\ud83d', '\ude00', '\uffff', '日').ListOf().Select(units => new string([.. units]))),
            text => SafeText.Of(text) is var safe && Json.IsStorableText(safe) && safe.Length == text.Length && (safe == text || !Json.IsStorableText(text))),
        2000);

    [Fact]
    public void Cutting_leaves_no_half_pair() => Assert.Equal("a", SafeText.Cut("a😀", 2));

    [Fact]
    public void Escapes_in_json_are_made_readable_without_moving_anything() => Properties.Check(
        Prop.ForAll(
            FsCheck.Fluent.Arb.From(Gen.Elements("\\u0000", "\\ud83d", "\\uDE00", "\\u0041", "\\\\", "\\n", "u0000", "x").ListOf().Select(string.Concat)),
            text =>
            {
                var bytes = Encoding.UTF8.GetBytes($"{{\"v\":\"{text}\"}}");
                return JsonText.Readable(bytes).Length == bytes.Length
                    && JsonBody.TryParseObject(bytes, out var body) && Json.IsStorableText(body["v"].Element.GetString()!);
            }),
        2000);
}
