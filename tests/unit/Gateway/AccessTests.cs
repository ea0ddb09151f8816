using Microsoft.AspNetCore.Http;
using Vespid.Gateway.Access;
using Vespid.Gateway.Ingress;

namespace Vespid.Tests.Unit.Gateway;

public sealed class AccessTests
{
    private const string Org = "0195f000-0000-7000-8000-000000000001";
    private const string Other = "0195f000-0000-7000-8000-000000000002";

    [Theory]
    [InlineData("", Org, "ORG_CONTEXT_REQUIRED")]
    [InlineData("not a uuid", Org, "INVALID_ORG_CONTEXT")]
    [InlineData(Other, Org, "INVALID_ORG_CONTEXT")]
    [InlineData(Org, "not a uuid", "INVALID_ORG_CONTEXT")]
    [InlineData(Org, Org, null)]
    public void The_header_must_name_the_organisation_of_the_path(string header, string path, string? code) =>
        Assert.Equal(code, OrganizationRule.CheckContext(header, path)?.Code);

    [Theory]
    [InlineData("current", true)]
    [InlineData("previous", true)]
    [InlineData("", false)]
    [InlineData("curren", false)]
    [InlineData("currentt", false)]
    public void A_service_token_is_the_current_or_the_previous(string presented, bool expected) =>
        Assert.Equal(expected, ServiceRule.IsOneOf(presented, ["current", "previous"]));

    [Fact]
    public void Without_service_tokens_nobody_is_a_service()
    {
        Assert.False(ServiceRule.IsOneOf("", []));
        Assert.False(ServiceRule.IsOneOf("", [""]));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("application/json", true)]
    [InlineData("application/JSON; charset=utf-8", true)]
    [InlineData("application/cloudevents+json", true)]
    [InlineData("text/plain", true)]
    [InlineData("application/x-www-form-urlencoded; charset=utf-8", true)]
    [InlineData("multipart/form-data; boundary=x", false)]
    [InlineData("application/xml", false)]
    [InlineData("text/jsonx", false)]
    public void Only_these_media_types_reach_the_runtime(string? contentType, bool expected) => Assert.Equal(expected, IngressMedia.IsTaken(contentType));

    [Fact]
    public void Headers_reach_an_adapter_in_lower_case_once_and_without_what_is_not_its_business()
    {
        var headers = new HeaderDictionary
        {
            ["X-Telegram-Bot-Api-Secret-Token"] = "t",
            ["X-Unknown-Vendor"] = new(["first", "second"]),
            ["Cookie"] = "session",
            ["X-Service-Token"] = "internal",
            [IngressHeaders.Subpath] = "forged",
        };
        Assert.Equal(
            new Dictionary<string, string> { ["x-telegram-bot-api-secret-token"] = "t", ["x-unknown-vendor"] = "first" },
            IngressHeaders.Copy(headers, null));
        Assert.Equal("txn/1", IngressHeaders.Copy(headers, "txn/1")[IngressHeaders.Subpath]);
    }
}
