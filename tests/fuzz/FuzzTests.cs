using Vespid.Tests.Fuzz.Checks;
using Vespid.Tests.Fuzz.Http;
using Xunit.Abstractions;

namespace Vespid.Tests.Fuzz;

public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly RawRequest Asked = RawRequest.Of("GET", "/", [], null);

    [Fact]
    public async Task Nothing_that_comes_in_brings_the_host_out_of_its_answers()
    {
        var report = await FuzzRun.RunAsync(new FuzzArguments(), CancellationToken.None);
        output.WriteLine(report.ToString());
        var folder = Directory.CreateDirectory(Path.Combine(RepositoryRoot.Path, "artifacts"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "fuzz.txt"), report + "\n");

        Assert.True(report.Failed == 0, report.ToString());
        Assert.Equal(FuzzArguments.CasesOfTests, report.CountOf("adapters") + report.CountOf("ingress") + report.CountOf("control"));
        // Of no use if all of it stopped at the door.
        Assert.InRange(report.CountOf("adapters", "read"), FuzzArguments.CasesOfTests / 20, FuzzArguments.CasesOfTests);
        Assert.InRange(report.CountOf("ingress", "202"), FuzzArguments.CasesOfTests / 20, FuzzArguments.CasesOfTests);
        Assert.InRange(report.CountOf("control", "200") + report.CountOf("control", "201"), FuzzArguments.CasesOfTests / 100, FuzzArguments.CasesOfTests);
    }

    [Theory]
    [InlineData(500, "{\"code\":\"INTERNAL_ERROR\",\"message\":\"m\"}", "")]
    [InlineData(400, "{\"code\":\"BAD_REQUEST\"}", "")]
    [InlineData(400, "{\"code\":\"NOBODY_KNOWS\",\"message\":\"m\"}", "")]
    [InlineData(409, "{\"code\":\"BAD_REQUEST\",\"message\":\"m\"}", "")]
    [InlineData(400, "{\"code\":\"BAD_REQUEST\",\"message\":\"m\",\"stack\":\"s\"}", "")]
    [InlineData(400, "{\"code\":\"BAD_REQUEST\",\"message\":\"   at Vespid.Gateway\"}", "")]
    [InlineData(400, "{\"code\":\"BAD_REQUEST\",\"message\":\"m\",\"request_id\":\"r\"}", "")]
    [InlineData(400, "{\"error\":{\"code\":\"invalid_request\",\"message\":\"m\"}}", "")]
    [InlineData(400, "{\"error\":{\"code\":\"NOBODY_KNOWS\",\"message\":\"m\",\"request_id\":\"r\"}}", "")]
    [InlineData(400, "<html>", "")]
    [InlineData(400, "", "")]
    [InlineData(503, "{\"code\":\"STORAGE_UNAVAILABLE\",\"message\":\"m\"}", "")]
    [InlineData(429, "{\"code\":\"RATE_LIMITED\",\"message\":\"m\"}", "")]
    [InlineData(200, "{\"value\":\"vsecret9f-x\"}", "")]
    [InlineData(200, "{\"value\":\"x\"}", "\r\nx-token: vsecret9f-x")]
    [InlineData(200, "{\"value\":", "")]
    [InlineData(0, "", "")]
    public void A_wrong_answer_is_found(int status, string body, string header) =>
        Assert.NotNull(new ReplyRules().Control(Asked, Reply(status, body, header)));

    [Theory]
    [InlineData(400, "{\"code\":\"BAD_REQUEST\",\"message\":\"m\"}", "")]
    [InlineData(400, "{\"error\":{\"code\":\"invalid_request\",\"message\":\"m\",\"fields\":[\"f\"],\"request_id\":\"r\"}}", "")]
    [InlineData(503, "{\"code\":\"STORAGE_UNAVAILABLE\",\"message\":\"m\"}", "\r\nretry-after: 1")]
    [InlineData(200, "{\"value\":\"x\"}", "")]
    public void A_right_one_is_let_pass(int status, string body, string header) =>
        Assert.Null(new ReplyRules().Control(Asked, Reply(status, body, header)));

    [Fact]
    public void A_reason_that_no_document_explains_is_found()
    {
        Assert.NotNull(new ReplyRules().Ingress(Asked, Reply(202, "{\"ok\":true,\"accepted\":false,\"reason\":\"because\"}", "")));
        Assert.Null(new ReplyRules().Ingress(Asked, Reply(202, "{\"ok\":true,\"accepted\":false,\"reason\":\"normalize_failed\"}", "")));
    }

    [Theory]
    [InlineData(30, 200, 100, false)]
    [InlineData(61, 455, 200, false)]
    [InlineData(63, 200, 100, true)]
    [InlineData(30, 457, 100, true)]
    [InlineData(30, 200, 201, true)]
    public void Memory_that_grows_with_the_cases_is_found(int managed, int workingSet, int activations, bool found)
    {
        const long Mebibyte = 1024 * 1024;
        var early = new MemoryLook(30 * Mebibyte, 200 * Mebibyte, 100);
        Assert.Equal(found, new MemoryLook(managed * Mebibyte, workingSet * Mebibyte, activations).FaultSince(early) is not null);
    }

    [Fact]
    public void A_seed_makes_the_same_cases_everywhere()
    {
        var dice = Dice.Of(20260, "ingress", 7);
        Assert.Equal([541, 379], [dice.Next(1000), dice.Next(1000)]);
        Assert.NotEqual(Dice.Of(20260, "ingress", 8).Bytes(8), Dice.Of(20260, "ingress", 7).Bytes(8));
    }

    private static RawReply Reply(int status, string body, string header) =>
        new(status, $"HTTP/1.1 {status} x\r\ncontent-type: application/json{header}", System.Text.Encoding.UTF8.GetBytes(body), Closes: false);
}
