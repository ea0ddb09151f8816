using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration.ChatOps;

/// <summary>The operator's page, line by line: each command that it names is run as it stands there, by a shell, against the host.</summary>
[Collection(RoomsCollection.Name)]
public sealed partial class RunbookTests(RoomsHost rooms)
{
    private readonly string _page = File.ReadAllText(Path.Combine(Root(AppContext.BaseDirectory), "docs", "runbooks", "chatops.md"));

    [Fact]
    public async Task It_comes_up_as_the_page_says()
    {
        var check = await VespidCommand.RunAsync(rooms.Settings, "check-config");
        Assert.True(check.ExitCode == 0, check.Output + check.Errors);
        Assert.Contains("config.valid", check.Output, StringComparison.Ordinal);
        Assert.Contains("room test:1", check.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(rooms.Telegram.BotToken, check.Output + check.Errors, StringComparison.Ordinal);

        Assert.Equal("ready", (string)rooms.FirstHealth["state"]!);
        Assert.Contains("chat.ready", rooms.Host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("chat.bridge.retry", rooms.Host.Output, StringComparison.Ordinal);
        var page = await rooms.PageAsync(ApiClient.Email);
        Assert.Equal(200, page.Status);
        foreach (var panel in (string[])["room-inventory", "message-timeline", "action-timeline", "guardrails"])
            Assert.Contains($"id=\"chatops-{panel}-panel\"", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_request_of_the_page_is_answered_as_the_page_says()
    {
        var shell = await ShellAsync();
        var room = rooms.NewRoom();
        await rooms.SwitchMutationsAsync(false);
        room.Say("/ops run hourly", room.Allowed);
        await room.InTelegramAsync("mutations_disabled");
        await rooms.SwitchMutationsAsync(true);
        await rooms.Discord.EditAsync(room.Channel, "77", "8", "an edit of what nobody knows", "2026-01-02T03:04:05+00:00");
        await room.SettleAsync();

        var done = 0;
        foreach (var line in _page.Split('\n'))
        {
            foreach (Match request in Requests().Matches(line))
            {
                var command = request.Groups[1].Value;
                var variables = await PrepareAsync(room, command);
                var output = await RunAsync(shell + variables + command);
                Assert.True(Succeeded().IsMatch(output), $"{command}\n{output}");
                AssertSays(line, command, output);
                await UndoAsync(room, command);
                done++;
            }
        }

        Assert.True(done > 25, $"only {done} requests stand on the page");
        var figures = Blocks().Matches(_page).Select(block => block.Groups[1].Value).Single(block => block.Contains("chatops_link_miss_total", StringComparison.Ordinal));
        foreach (var line in figures.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Assert.Contains("chatops_", await RunAsync(shell + line), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_command_of_the_page_is_one_and_is_answered()
    {
        var room = rooms.NewRoom();
        await rooms.SwitchMutationsAsync(true);
        var commands = SaidCommands().Matches(_page).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.True(commands.Count >= 10, $"only {commands.Count} commands stand on the page");
        foreach (var (command, at) in commands.Select((command, at) => (command, at)))
        {
            var asked = room.Say(command.Replace("<run_id>", "run_0", StringComparison.Ordinal).Replace("<id>", "0000", StringComparison.Ordinal), at % 2 == 0 ? room.Allowed : room.Approver);
            var answers = await rooms.Telegram.Sent.WaitAsync(all => all.Any(sent => sent.ChatId == room.Chat && sent.ReplyTo == asked), $"an answer to {command}", RoomsHost.Patience);
            var answer = answers.First(sent => sent.ChatId == room.Chat && sent.ReplyTo == asked).Text;
            Assert.DoesNotMatch("unknown_command|bad_arguments|unauthorized", answer);
        }

        var page = await rooms.PageAsync(ApiClient.Email);
        Assert.Contains("chatops-message-row-1", page.Text, StringComparison.Ordinal);
        Assert.Contains(commands[0], page.Text, StringComparison.Ordinal);

        const string Nobody = "-300999";
        room.Say("/ops chatinfo", "1234", chat: Nobody);
        Assert.Contains(Nobody, Assert.Single(await room.InTelegramAsync("chat:", chat: Nobody)).Text);
        Assert.Contains("chat.mutation.failed", rooms.Host.Output, StringComparison.Ordinal);
    }

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "Vespid.Orleans.sln")) ? folder : Root(Directory.GetParent(folder)!.FullName);

    /// <summary>What the column says that is good is in the answer; what stands behind "else" is good enough.</summary>
    private static void AssertSays(string line, string command, string output)
    {
        var cells = line.Trim('|').Split('|');
        if (cells.Length != 3 || !cells[1].Contains(command, StringComparison.Ordinal))
            return;
        var ways = cells[2].Split("; else").Select(way => Fragments().Matches(way).Select(match => match.Groups[1].Value)).ToList();
        Assert.True(ways.Any(way => way.All(fragment => output.Contains(fragment, StringComparison.Ordinal))), $"{command}\n{output}\nis not: {cells[2]}");
    }

    private async Task<string> PrepareAsync(Room room, string command)
    {
        var binding = (string)(await room.BindingAsync("discord"))["id"]!;
        switch (command)
        {
            case var _ when command.Contains("/resume", StringComparison.Ordinal):
                await rooms.ApiAsync(HttpMethod.Post, $"/bindings/{binding}/pause", new JsonObject { ["reason"] = "test" });
                break;
            case var _ when command.Contains("$TO", StringComparison.Ordinal):
                return $"BINDING={binding}; TO={rooms.NewRoom().Id}; ";
            case var _ when command.Contains("$ENTRY", StringComparison.Ordinal):
                return $"ENTRY={await DeadLetterAsync(room)}; ";
            case var _ when command.Contains("$ID", StringComparison.Ordinal):
                return $"ID={await PendingAsync(room)}; ";
            case var _ when command.Contains("$VERSION", StringComparison.Ordinal):
                return $"VERSION={(await rooms.ApiAsync(HttpMethod.Get, "/config"))["policyVersion"]}; ";
        }

        return $"BINDING={binding}; ROOM={Uri.EscapeDataString(room.Id)}; CHAT=-300{room.Allowed}; ";
    }

    private async Task UndoAsync(Room room, string command)
    {
        if (command.Contains("/pause", StringComparison.Ordinal))
        {
            await rooms.ApiAsync(HttpMethod.Post, $"/bindings/{(await room.BindingAsync("discord"))["id"]}/resume");
        }
        else if (command.Contains("$TO", StringComparison.Ordinal))
        {
            var moved = (await rooms.ApiAsync(HttpMethod.Get, "/rooms"))["rooms"]!.AsArray().SelectMany(item => item!["bindings"]!.AsArray())
                .Single(item => (string)item!["externalRoomId"]! == room.Channel)!;
            await rooms.ApiAsync(HttpMethod.Post, $"/bindings/{moved["id"]}/move", new JsonObject { ["roomId"] = room.Id });
        }
        else if (command.Contains("DELETE", StringComparison.Ordinal))
        {
            await rooms.ApiAsync(HttpMethod.Post, "/bootstrap");
        }
        else if (command.Contains("$VERSION", StringComparison.Ordinal))
        {
            var everybody = rooms.Settings["CONTENTOPS_ALLOWED_TELEGRAM_USER_IDS"].Split(',').Select(id => (JsonNode)id);
            var version = (int)(await rooms.ApiAsync(HttpMethod.Get, "/config"))["policyVersion"]!;
            await rooms.ApiAsync(HttpMethod.Put, "/policy", new JsonObject { ["expectedVersion"] = version, ["allowedTelegramUserIds"] = new JsonArray([.. everybody]) });
        }
    }

    private async Task<string> DeadLetterAsync(Room room)
    {
        rooms.Telegram.Faults.Add(new VendorFault.Error(400, "Bad Request: scripted"), call: "sendMessage", target: room.Chat);
        await rooms.Discord.SayAsync(room.Channel, "8", "a message that is refused");
        var binding = (await room.BindingAsync("telegram"))["id"];
        JsonArray letters = [];
        await Wait.UntilAsync(
            async () => (letters = (await rooms.ApiAsync(HttpMethod.Get, $"/dlq?binding={binding}"))["deadLetters"]!.AsArray()).Count > 0, "there is a dead letter");
        return (string)letters[0]!["entryId"]!;
    }

    private async Task<string> PendingAsync(Room room)
    {
        var before = (await rooms.ApiAsync(HttpMethod.Get, "/pending"))["pending"]!.AsArray().Count;
        room.Say("/ops run monthly", room.Allowed);
        JsonArray pending = [];
        await Wait.UntilAsync(
            async () => (pending = (await rooms.ApiAsync(HttpMethod.Get, "/pending"))["pending"]!.AsArray()).Count > before, "a command waits for a second person");
        return (string)pending.Last(item => (string)item!["roomId"]! == room.Id)!["id"]!;
    }

    /// <summary>The page's own beginning, with this host's addresses and this operator's words in their places, and its token.</summary>
    private async Task<string> ShellAsync()
    {
        var block = Blocks().Match(_page).Groups[1].Value
            .Replace("http://127.0.0.1:3001", rooms.Host.Control.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
            .Replace("http://127.0.0.1:9464", rooms.Host.Metrics.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
            .Replace("\"email\":\"…\"", $"\"email\":\"{ApiClient.Email}\"", StringComparison.Ordinal)
            .Replace("\"password\":\"…\"", $"\"password\":\"{ApiClient.Password}\"", StringComparison.Ordinal);
        var token = (await RunAsync(block + "echo $TOKEN")).Trim();
        Assert.True(token.Length > 20, $"no token: {token}");
        // To sign in again for each line takes its time.
        return string.Join('\n', block.Split('\n').Select(line => line.StartsWith("TOKEN=", StringComparison.Ordinal) ? $"TOKEN={token}" : line)) + "\n";
    }

    private static async Task<string> RunAsync(string script)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        await bash.WaitForExitAsync().WaitAsync(RoomsHost.Patience);
        return await output + await errors;
    }

    [GeneratedRegex("`(chat (?:GET|POST|PUT|DELETE) [^`]+)`")]
    private static partial Regex Requests();

    [GeneratedRegex("`(/ops [a-z][^`…]*)`")]
    private static partial Regex SaidCommands();

    [GeneratedRegex("`(\"[^`]+)`")]
    private static partial Regex Fragments();

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"\(2\d\d\)\s*$")]
    private static partial Regex Succeeded();
}
