using System.Text;
using Vespid.Gateway.Channels;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Tests.Unit.Gateway;

public sealed class BodyReadingTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    public void An_empty_body_names_what_is_missing(string body) =>
        Assert.Equal(["accountKey", "channelId"], FaultsOf<AccountCreateRequest>(body));

    [Theory]
    [InlineData("{")]
    [InlineData("nonsense")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\":1}{}")]
    public void Bad_json_is_a_bad_request(string body) => Assert.Equal("BAD_REQUEST", Parse(body).Refusal?.Code);

    [Theory]
    [InlineData("\"dsl\":{\"versio?\":\"v2\"}")]
    [InlineData("\"dsl\":{\"version\":\"v?\"}")]
    [InlineData("\"name?\":\"x\"")]
    public void Bytes_that_are_no_text_are_a_bad_request(string members)
    {
        var body = Encoding.UTF8.GetBytes($"{{{members}}}");
        body[Array.IndexOf(body, (byte)'?')] = 0xb6;
        Assert.Equal("BAD_REQUEST", JsonBody.Parse(body).Refusal?.Code);
    }

    [Theory]
    [InlineData("\\ud83d")]
    [InlineData("\\ude00x")]
    public void Half_a_character_is_no_id(string text) =>
        Assert.Contains("workflowId", FaultsOf<Vespid.Gateway.Internal.TriggerRunRequest>($"{{\"workflowId\":\"{text}\"}}"));

    [Fact]
    public void Nesting_beyond_the_limit_is_a_bad_request()
    {
        Assert.Null(Parse(Nested(JsonBody.MaxDepth)).Refusal);
        Assert.NotNull(Parse(Nested(JsonBody.MaxDepth + 1)).Refusal);

        static string Nested(int depth) => new string('[', depth) + new string(']', depth);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("17")]
    public void What_is_no_object_is_a_fault_of_the_form(string body) => Assert.Contains("", FaultsOf<AccountCreateRequest>(body));

    [Theory]
    [InlineData("\"channelId\":\"telegram\",\"accountKey\":\"\"", "accountKey")]
    [InlineData("\"channelId\":\"telegram\",\"accountKey\":\"   \"", "accountKey")]
    [InlineData("\"channelId\":\"telegram\",\"accountKey\":7", "accountKey")]
    [InlineData("\"channelId\":\"fax\",\"accountKey\":\"main\"", "channelId")]
    [InlineData("\"channelId\":\"telegram\",\"accountKey\":\"main\",\"dmPolicy\":\"maybe\"", "dmPolicy")]
    [InlineData("\"channelId\":\"telegram\",\"accountKey\":\"main\",\"dmPolicy\":null", "dmPolicy")]
    [InlineData("\"channelId\":\"telegram\",\"accountKey\":\"main\",\"groupPolicy\":\"pairing\"", "groupPolicy")]
    [InlineData("\"channelId\":\"telegram\",\"accountKey\":\"main\",\"enabled\":\"yes\"", "enabled")]
    [InlineData("\"channelId\":\"telegram\",\"accountKey\":\"main\",\"webhookUrl\":\"ftp://host\"", "webhookUrl")]
    [InlineData("\"channelId\":\"telegram\",\"accountKey\":\"main\",\"webhookUrl\":\"https://user:word@host\"", "webhookUrl")]
    [InlineData("\"channelId\":\"telegram\",\"accountKey\":\"main\",\"metadata\":[]", "metadata")]
    [InlineData("\"channelId\":\"telegram\",\"accountKey\":\"main\",\"metadata\":{\"\":1}", "metadata")]
    [InlineData("\"channelId\":\"telegram\",\"accountKey\":\"main\",\"metadata\":{\"a\":\"\\u0000\"}", "metadata")]
    [InlineData("\"channelId\":\"telegram\",\"accountKey\":\"main\",\"metadata\":{\"a\":[\"\\ud800\"]}", "metadata")]
    [InlineData("\"channelId\":\"telegram\",\"accountKey\":\"main\\u0000\"", "accountKey")]
    [InlineData("\"channelId\":\"telegram\",\"accountKey\":\"\\udfff\"", "accountKey")]
    [InlineData("\"channelId\":\"telegram\",\"accountKey\":\"main\",\"surprise\":1", "")]
    public void A_wrong_account_names_its_one_fault(string members, string field) =>
        Assert.Equal([field], FaultsOf<AccountCreateRequest>("{" + members + "}"));

    [Fact]
    public void Bounds_are_inclusive()
    {
        Assert.Empty(FaultsOf<AccountCreateRequest>($$"""{"channelId":"telegram","accountKey":"{{new string('k', 120)}}","displayName":"{{new string('n', 120)}}"}"""));
        Assert.Equal(
            ["accountKey", "displayName"],
            FaultsOf<AccountCreateRequest>($$"""{"channelId":"telegram","accountKey":"{{new string('k', 121)}}","displayName":"{{new string('n', 121)}}"}"""));
    }

    [Fact]
    public void A_patch_tells_absent_from_null()
    {
        var patch = Read<AccountPatchRequest>("""{"displayName":null,"enabled":false,"metadata":{"a":1}}""");
        Assert.Equal(Change<string>.To(null), patch.DisplayName);
        Assert.Equal(Change<bool>.To(false), patch.Enabled);
        Assert.False(patch.WebhookUrl.IsSet);
        Assert.Equal("""{"a":1}""", patch.ToCommand().Metadata.Value);
        Assert.False(Read<AccountPatchRequest>("{}").ToCommand().Metadata.IsSet);
    }

    [Theory]
    [InlineData("{\"enabled\":null}", "enabled")]
    [InlineData("{\"dmPolicy\":null}", "dmPolicy")]
    [InlineData("{\"status\":\"\"}", "status")]
    [InlineData("{\"channelId\":\"slack\"}", "")]
    [InlineData("{\"accountKey\":\"other\"}", "")]
    public void A_patch_refuses_what_cannot_change(string body, string field) => Assert.Equal([field], FaultsOf<AccountPatchRequest>(body));

    [Theory]
    [InlineData("{}", "")]
    [InlineData("{\"ids\":[],\"filter\":{}}", "")]
    [InlineData("{\"ids\":[\"x\"]}", "ids")]
    [InlineData("{\"ids\":[\"\\ud83d\"]}", "ids")]
    [InlineData("{\"ids\":[\"\\ude00\"]}", "ids")]
    [InlineData("{\"filter\":{\"accountId\":\"\\ud83d\"}}", "filter.accountId")]
    [InlineData("{\"filter\":{\"createdBefore\":\"\\ud83d\"}}", "filter.createdBefore")]
    [InlineData("{\"filter\":{\"accountId\":\"x\"}}", "filter.accountId")]
    [InlineData("{\"filter\":{\"surprise\":1}}", "filter")]
    [InlineData("{\"filter\":7}", "filter")]
    public void Dead_letters_are_named_by_ids_or_by_a_filter(string body, string field) =>
        Assert.Contains(field, FaultsOf<Vespid.Gateway.Delivery.DeadLetterRequest>(body));

    private static T Read<T>(string body)
        where T : IBodyShape<T>
    {
        var fields = Parse(body).Fields!;
        var read = T.Read(fields);
        Assert.Null(fields.Close());
        return read;
    }

    private static IEnumerable<string> FaultsOf<T>(string body)
        where T : IBodyShape<T>
    {
        var fields = Parse(body).Fields!;
        T.Read(fields);
        return fields.Close()?.Fields!.Keys.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>();
    }

    private static (BodyFields? Fields, Refusal? Refusal) Parse(string body) => JsonBody.Parse(Encoding.UTF8.GetBytes(body));
}
