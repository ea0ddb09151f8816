using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.ChatOps;

namespace Vespid.Tests.Unit.ChatOps.Rules;

/// <summary>Every row of the validation table, and what each variable and key sets.</summary>
[Trait("acceptance", "1")]
public sealed class ConfigurationTests
{
    private const string Pair = """{"bindings":[{"room_id":"r","telegram_chat_id":"-100","discord_channel_id":"9007199254740993"}]}""";

    [Theory]
    [InlineData("TELEGRAM_BOT_TOKEN")]
    [InlineData("DISCORD_BOT_TOKEN")]
    public void A_missing_token_is_named(string variable)
    {
        Assert.Equal([$"chat_config_missing:{variable}"], ConfigurationBench.Errors(Pair, (variable, null)));
        Assert.Equal([$"chat_config_missing:{variable}"], ConfigurationBench.Errors(Pair, (variable, "  ")));
        Assert.Empty(ConfigurationBench.Errors(Pair));
    }

    [Fact]
    public void All_faults_are_told_at_once() => Assert.Equal(
        ["chat_config_missing:TELEGRAM_BOT_TOKEN", "chat_config_missing:DISCORD_BOT_TOKEN", "chat_binding_incomplete:DISCORD_CHANNEL_ID", "chat_prefix_invalid"],
        ConfigurationBench.Errors(null, ("TELEGRAM_BOT_TOKEN", null), ("DISCORD_BOT_TOKEN", null), ("TELEGRAM_CHAT_ID", "-100"), ("CONTENTOPS_COMMAND_PREFIX", "/")));

    [Theory]
    [InlineData("""{"telegram_chat_id":"-1","discord_channel_id":"2"}""", "room_id")]
    [InlineData("""{"room_id":"r","discord_channel_id":"2"}""", "telegram_chat_id")]
    [InlineData("""{"room_id":"r","telegram_chat_id":"-1"}""", "discord_channel_id")]
    [InlineData("""{"room_id":" ","telegram_chat_id":"-1","discord_channel_id":"2"}""", "room_id")]
    [InlineData("""{"room_id":"r","telegram_chat_id":null,"discord_channel_id":"2"}""", "telegram_chat_id")]
    [InlineData("""{"room_id":"r","bindings":[{"external_id":"2"}]}""", "channel")]
    [InlineData("""{"room_id":"r","bindings":[{"channel":"discord"}]}""", "external_id")]
    [InlineData("""{"bindings":[{"channel":"discord","external_id":"2"}]}""", "room_id")]
    public void A_field_that_is_missing_is_named_with_the_bindings_place(string binding, string field)
    {
        var parsed = ConfigurationBench.Parse($$"""{"bindings":[{"room_id":"first","telegram_chat_id":"-5","discord_channel_id":"6"},{{binding}}]}""");
        Assert.Equal([($"chat_binding_field_missing:{field}", 1)], parsed.Errors.Select(fault => (fault.Code, fault.Index ?? -1)));
        Assert.Empty(parsed.Warnings);
    }

    [Fact]
    public void Two_bindings_with_one_room_are_refused() => Assert.Equal(
        ["chat_binding_duplicate_room:r"],
        ConfigurationBench.Errors("""{"bindings":[{"room_id":"r","telegram_chat_id":"-1","discord_channel_id":"2"},{"room_id":"r","telegram_chat_id":"-3","discord_channel_id":"4"}]}"""));

    [Fact]
    public void One_external_id_in_two_bindings_is_refused() => Assert.Equal(
        ["chat_binding_duplicate_external:discord:2"],
        ConfigurationBench.Errors("""{"bindings":[{"room_id":"a","telegram_chat_id":"-1","discord_channel_id":"2"},{"room_id":"b","telegram_chat_id":"-3","discord_channel_id":"2"}]}"""));

    [Fact]
    public void Two_topics_of_a_chat_and_one_id_on_two_platforms_are_no_repeat() => Assert.Empty(ConfigurationBench.Errors(
        """{"bindings":[{"room_id":"a","bindings":[{"channel":"telegram","external_id":-1,"topic_id":7},{"channel":"telegram","external_id":-1,"topic_id":8},{"channel":"telegram","external_id":5},{"channel":"discord","external_id":5}]}]}"""));

    [Fact]
    public void One_topic_twice_is_a_repeat() => Assert.Equal(["chat_binding_duplicate_external:telegram:-1/7"], ConfigurationBench.Errors(
        """{"bindings":[{"room_id":"a","bindings":[{"channel":"telegram","external_id":-1,"topic_id":7},{"channel":"telegram","external_id":-1,"topic_id":7}]}]}"""));

    [Theory]
    [InlineData("abc", "2", "telegram")]
    [InlineData("@lobby", "2", "telegram")]
    [InlineData("0", "2", "telegram")]
    [InlineData("+5", "2", "telegram")]
    [InlineData("9223372036854775808", "2", "telegram")]
    [InlineData("-1", "general", "discord")]
    [InlineData("-1", "-2", "discord")]
    [InlineData("-1", "0", "discord")]
    [InlineData("-1", "18446744073709551616", "discord")]
    public void An_id_that_is_no_number_is_refused(string telegram, string discord, string channel) => Assert.Equal(
        [$"chat_binding_invalid_id:{channel}"], ConfigurationBench.Errors(null, ("TELEGRAM_CHAT_ID", telegram), ("DISCORD_CHANNEL_ID", discord)));

    [Theory]
    [InlineData("-9223372036854775808", "18446744073709551615")]
    [InlineData("9223372036854775807", "1")]
    public void Ids_keep_every_digit(string telegram, string discord)
    {
        var bindings = Assert.Single(ConfigurationBench.Parse($$"""{"bindings":[{"room_id":"r","telegram_chat_id":{{telegram}},"discord_channel_id":{{discord}}}]}""").Settings.Rooms).Bindings;
        Assert.Equal([telegram, discord], bindings.Select(binding => binding.ExternalRoomId));
    }

    [Theory]
    [InlineData("""{"bindings":{}}""")]
    [InlineData("""{"bindings":"none"}""")]
    [InlineData("""{"bindings":[7]}""")]
    [InlineData("""{"bindings":[{"room_id":"r","bindings":{}}]}""")]
    [InlineData("""{"bindings":[{"room_id":"r","bindings":[1]}]}""")]
    public void Bindings_that_are_no_list_are_refused(string document)
    {
        var parsed = ConfigurationBench.Parse(document);
        Assert.Equal(["chat_bindings_malformed"], parsed.Errors.Select(fault => fault.Code));
        Assert.Empty(parsed.Warnings);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"bindings":[]}""")]
    [InlineData("""{"bindings":null}""")]
    public void Without_bindings_it_starts_with_a_warning(string? document)
    {
        var parsed = ConfigurationBench.Parse(document);
        Assert.Empty(parsed.Errors);
        Assert.Equal(["chat_no_bindings"], parsed.Warnings.Select(fault => fault.Code));
        Assert.True(parsed.Settings.Enabled);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/my ops")]
    [InlineData("my ops")]
    [InlineData("/a\tb")]
    [InlineData("/ops@bot")]
    public void A_prefix_that_is_empty_or_has_blanks_is_refused(string prefix) =>
        Assert.Equal(["chat_prefix_invalid"], ConfigurationBench.Errors(Pair, ("CONTENTOPS_COMMAND_PREFIX", prefix)));

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"   \"")]
    public void An_empty_prefix_in_the_document_is_refused_too(string prefix) =>
        Assert.Equal(["chat_prefix_invalid"], ConfigurationBench.Errors($$"""{"command_prefix":{{prefix}},"bindings":[{"room_id":"r","telegram_chat_id":"-1","discord_channel_id":"2"}]}"""));

    [Theory]
    [InlineData("ops", "/ops")]
    [InlineData("/co", "/co")]
    [InlineData(null, "/ops")]
    public void A_prefix_gets_the_slash_that_it_lacks(string? written, string prefix) =>
        Assert.Equal(prefix, ConfigurationBench.Parse(Pair, ("CONTENTOPS_COMMAND_PREFIX", written)).Settings.CommandPrefix);

    [Theory]
    [InlineData("TELEGRAM_CHAT_ID", "DISCORD_CHANNEL_ID")]
    [InlineData("DISCORD_CHANNEL_ID", "TELEGRAM_CHAT_ID")]
    public void Half_a_pair_names_the_other_half(string present, string missing) =>
        Assert.Equal([$"chat_binding_incomplete:{missing}"], ConfigurationBench.Errors(Pair, (present, "77")));

    [Fact]
    public void A_pair_in_the_environment_replaces_the_list()
    {
        var parsed = ConfigurationBench.Parse(Pair, ("TELEGRAM_CHAT_ID", "-55"), ("DISCORD_CHANNEL_ID", "66"));
        var room = Assert.Single(parsed.Settings.Rooms);
        Assert.Equal(("contentops:lobby", "ContentOps Lobby"), (room.RoomId, room.RoomName));
        Assert.Equal([("telegram", "telegram", "-55"), ("discord", "discord", "66")], room.Bindings.Select(binding => (binding.Channel, binding.InstanceId, binding.ExternalRoomId)));
        Assert.Empty(parsed.Errors);
    }

    [Fact]
    public void The_room_of_the_environment_has_the_name_and_id_that_it_gives()
    {
        var room = Assert.Single(ConfigurationBench.Parse(
            null, ("TELEGRAM_CHAT_ID", "-55"), ("DISCORD_CHANNEL_ID", "66"), ("CONTENTOPS_ROOM_ID", "ops:main"), ("CONTENTOPS_ROOM_NAME", "Main")).Settings.Rooms);
        Assert.Equal(("ops:main", "Main"), (room.RoomId, room.RoomName));
    }

    [Theory]
    [InlineData(null, "false")]
    [InlineData(null, null)]
    [InlineData("""{"enabled":false,"bindings":7}""", null)]
    [InlineData("""{"enabled":true}""", "off")]
    public void What_is_off_has_no_faults(string? document, string? enabled)
    {
        var parsed = ConfigurationBench.Parse(document, ("CONTENTOPS_CHAT_ENABLED", enabled), ("TELEGRAM_BOT_TOKEN", null), ("TELEGRAM_CHAT_ID", "1"));
        Assert.False(parsed.Settings.Enabled);
        Assert.Empty(parsed.Errors);
        Assert.Empty(parsed.Warnings);
    }

    [Fact]
    public void The_environment_beats_the_document()
    {
        Assert.True(ConfigurationBench.Parse("""{"enabled":true}""", ("CONTENTOPS_CHAT_ENABLED", null)).Settings.Enabled);
        Assert.False(ConfigurationBench.Parse("""{"enabled":true}""", ("CONTENTOPS_CHAT_ENABLED", "no")).Settings.Enabled);
        var document = """{"bot_name":"Doc","mutation_tools_enabled":true,"allowed_telegram_user_ids":"1, 2,,1"}""";
        var written = ConfigurationBench.Parse(document).Settings;
        Assert.Equal(("Doc", true, 2), (written.BotName, written.MutationsEnabled, written.AllowedTelegramUserIds.Count));
        var set = ConfigurationBench.Parse(document, ("CONTENTOPS_BOT_NAME", "Env"), ("CONTENTOPS_CHAT_MUTATIONS", "false"), ("CONTENTOPS_ALLOWED_TELEGRAM_USER_IDS", "3")).Settings;
        Assert.Equal(("Env", false, "3"), (set.BotName, set.MutationsEnabled, Assert.Single(set.AllowedTelegramUserIds)));
    }

    [Fact]
    public void A_switch_of_no_known_word_is_a_fault_and_off() =>
        Assert.Equal(["chat_option_invalid:CONTENTOPS_CHAT_ENABLED"], ConfigurationBench.Errors(Pair, ("CONTENTOPS_CHAT_ENABLED", "maybe")));

    [Theory]
    [InlineData("{", "chat_config_malformed")]
    [InlineData("7", "chat_option_invalid:document")]
    [InlineData("{\"enabled\":\"maybe\"}", "chat_option_invalid:enabled")]
    public void A_document_that_might_have_said_on_is_a_fault_unless_the_environment_says_off(string document, string code)
    {
        Assert.Equal([code], ConfigurationBench.Errors(document, ("CONTENTOPS_CHAT_ENABLED", null)));
        Assert.Empty(ConfigurationBench.Errors(document, ("CONTENTOPS_CHAT_ENABLED", "false")));
    }

    [Theory]
    [InlineData("CONTENTOPS_ALLOWED_TELEGRAM_USER_IDS", "alice", "chat_allowed_id_invalid:telegram")]
    [InlineData("CONTENTOPS_ALLOWED_TELEGRAM_USER_IDS", "-5", "chat_allowed_id_invalid:telegram")]
    [InlineData("CONTENTOPS_ALLOWED_DISCORD_USER_IDS", "1, bob#2", "chat_allowed_id_invalid:discord")]
    public void Operators_are_ids_and_not_names(string variable, string value, string code) => Assert.Equal([code], ConfigurationBench.Errors(Pair, (variable, value)));

    [Fact]
    public void Defaults_are_those_of_the_table()
    {
        var settings = ConfigurationBench.Parse(Pair).Settings;
        Assert.Equal(
            ("ContentOps", "/ops", false, true, 20, 3, 5000, CatchUp.Recent, TimeSpan.FromMinutes(60)),
            (settings.BotName, settings.CommandPrefix, settings.MutationsEnabled, settings.ViewersAllowed, settings.LoopMax, settings.MaxParts, settings.QueueLimit, settings.CatchUp, settings.CatchUpWindow));
        Assert.Equal("contentops,chatops/docs-note", $"{string.Join(',', settings.GitHubLabels)}/{string.Join(',', settings.GitHubNoteLabels)}");
        Assert.Empty(settings.AllowedDiscordUserIds);
        Assert.Null(settings.Run);
        Assert.Equal("r", Assert.Single(settings.Rooms).RoomName);
        Assert.Equal(
            [("telegram", "telegram", "TELEGRAM_BOT_TOKEN", ConfigurationBench.TelegramToken), ("discord", "discord", "DISCORD_BOT_TOKEN", ConfigurationBench.DiscordToken)],
            settings.Instances.Select(instance => (instance.Id, instance.Channel, instance.TokenVariable, instance.Token)));
    }

    [Fact]
    public void A_token_for_the_rooms_alone_goes_before_the_shared_one()
    {
        var parsed = ConfigurationBench.Parse(Pair, ("CONTENTOPS_TELEGRAM_BOT_TOKEN", "7:own"), ("TELEGRAM_BOT_TOKEN", null));
        Assert.Empty(parsed.Errors);
        Assert.Equal(("7:own", "CONTENTOPS_TELEGRAM_BOT_TOKEN"), (parsed.Settings.Instances[0].Token, parsed.Settings.Instances[0].TokenVariable));
    }

    [Theory]
    [InlineData("", "chat_config_malformed")]
    [InlineData("\"catchup\":\"sometimes\"", "chat_option_invalid:catchup")]
    [InlineData("\"loop_max\":1", "chat_option_invalid:loop_max")]
    [InlineData("\"loop_max\":1001", "chat_option_invalid:loop_max")]
    [InlineData("\"max_parts\":0", "chat_option_invalid:max_parts")]
    [InlineData("\"max_parts\":11", "chat_option_invalid:max_parts")]
    [InlineData("\"max_parts\":2.5", "chat_option_invalid:max_parts")]
    [InlineData("\"queue_limit\":9", "chat_option_invalid:queue_limit")]
    [InlineData("\"catchup_minutes\":1441", "chat_option_invalid:catchup_minutes")]
    [InlineData("\"comand_prefix\":\"/x\"", "chat_option_unknown:comand_prefix")]
    [InlineData("\"coverage_url\":\"ftp://x\"", "chat_option_invalid:coverage_url")]
    [InlineData("\"viewers_allowed\":\"perhaps\"", "chat_option_invalid:viewers_allowed")]
    [InlineData("\"bot_name\":[]", "chat_option_invalid:bot_name")]
    [InlineData("\"run\":{}", "chat_option_invalid:run")]
    [InlineData("\"run\":{\"url\":\"https://x\",\"workflow\":\"0190a000-0000-7000-8000-000000000001\"}", "chat_option_invalid:run")]
    [InlineData("\"run\":{\"workflow\":\"0190a000-0000-7000-8000-000000000001\"}", "chat_option_invalid:run")]
    [InlineData("\"run\":{\"url\":\"https://x\",\"token_env\":\"NONE_SUCH\"}", "chat_config_missing:NONE_SUCH")]
    [InlineData("\"run\":{\"url\":\"https://x\",\"timeout_s\":86401}", "chat_option_invalid:run.timeout_s")]
    [InlineData("\"rules\":[{\"allow\":[\"telegram:1\"]}]", "chat_option_invalid:rules[0].command")]
    [InlineData("\"rules\":[{\"command\":\"run *\",\"allow\":[\"alice\"]}]", "chat_option_invalid:rules[0].allow")]
    [InlineData("\"rules\":[{\"command\":\"run *\",\"deny\":[\"slack:1\"]}]", "chat_option_invalid:rules[0].deny")]
    [InlineData("\"rules\":[{\"command\":\"run *\",\"platforms\":[\"irc\"]}]", "chat_option_invalid:rules[0].platforms")]
    [InlineData("\"rules\":7", "chat_option_invalid:rules")]
    [InlineData("\"pages\":[{\"id\":\"p\"}]", "chat_option_invalid:pages[0].path")]
    [InlineData("\"pages\":{}", "chat_option_invalid:pages")]
    [InlineData("\"approvals\":[{\"command\":\"run *\",\"group\":\"leads\"}]", "chat_approval_group_unknown:leads")]
    [InlineData("\"approver_groups\":{\"leads\":[\"telegram:1\"]},\"approvals\":[{\"command\":\"run *\",\"group\":\"leads\",\"minutes\":0}]", "chat_option_invalid:approvals[0].minutes")]
    [InlineData("\"approver_groups\":{\"leads\":[\"telegram:1\"]},\"approvals\":[{\"command\":\"run *\",\"group\":\"leads\",\"minutes\":1441}]", "chat_option_invalid:approvals[0].minutes")]
    [InlineData("\"approver_groups\":{\"leads\":[\"bob\"]}", "chat_option_invalid:approver_groups.leads")]
    [InlineData("\"identities\":[{\"telegram\":\"1\"}]", "chat_option_invalid:identities[0].name")]
    [InlineData("\"identities\":[{\"name\":\"A\",\"telegram\":\"@a\"}]", "chat_option_invalid:identities[0]")]
    [InlineData("\"instances\":[{\"id\":\"a\",\"channel\":\"slack\",\"token_env\":\"TELEGRAM_BOT_TOKEN\"}]", "invalid_bridge_adapter_module:slack")]
    [InlineData("\"instances\":[{\"id\":\"a\",\"channel\":\"telegram\"}]", "chat_instance_field_missing:token_env")]
    [InlineData("\"instances\":[{\"id\":\"a b\",\"channel\":\"telegram\",\"token_env\":\"TELEGRAM_BOT_TOKEN\"}]", "chat_option_invalid:instances[0].id")]
    [InlineData("\"instances\":[{\"id\":\"a\",\"channel\":\"telegram\",\"token_env\":\"TELEGRAM_BOT_TOKEN\"},{\"id\":\"a\",\"channel\":\"discord\",\"token_env\":\"DISCORD_BOT_TOKEN\"}]", "duplicate_bridge_id:a")]
    [InlineData("\"instances\":[{\"id\":\"a\",\"channel\":\"telegram\",\"token_env\":\"TELEGRAM_BOT_TOKEN\"},{\"id\":\"b\",\"channel\":\"telegram\",\"token_env\":\"TELEGRAM_BOT_TOKEN\"}]", "chat_instance_duplicate_token:b")]
    [InlineData("\"instances\":[{\"id\":\"a\",\"channel\":\"telegram\",\"token_env\":\"MISSING\"}]", "chat_config_missing:MISSING")]
    public void An_option_of_another_form_is_named(string options, string code) =>
        Assert.Equal([code], ConfigurationBench.Errors(options.Length == 0 ? "{" : "{" + options + "}"));

    [Theory]
    [InlineData("\"direction\":\"sideways\"", "chat_option_invalid:bindings[0].bindings[0].direction")]
    [InlineData("\"identity\":\"mask\"", "chat_option_invalid:bindings[0].bindings[0].identity")]
    [InlineData("\"allow_mentions\":[\"all\"]", "chat_option_invalid:bindings[0].bindings[0].allow_mentions")]
    [InlineData("\"ignore_patterns\":[\"(\"]", "chat_option_invalid:bindings[0].bindings[0].ignore_patterns")]
    [InlineData("\"ignore_patterns\":[\"(a)\\\\1\"]", "chat_option_invalid:bindings[0].bindings[0].ignore_patterns")]
    [InlineData("\"replace\":[{\"pattern\":\"a\"}]", "chat_option_invalid:bindings[0].bindings[0].replace[0]")]
    [InlineData("\"names\":\"title\"", "chat_option_invalid:bindings[0].bindings[0].names")]
    [InlineData("\"instance\":\"other\"", "unknown_binding_bridge_id:other")]
    [InlineData("\"instance\":\"discord\"", "unknown_binding_bridge_id:discord")]
    [InlineData("\"topic_id\":\"general\"", "chat_binding_invalid_id:telegram")]
    [InlineData("\"topic\":7", "chat_option_unknown:bindings[0].bindings[0].topic")]
    public void An_option_of_a_binding_of_another_form_is_named(string option, string code) => Assert.Equal(
        [code], ConfigurationBench.Errors($$"""{"bindings":[{"room_id":"r","bindings":[{"channel":"telegram","external_id":-1,{{option}}}]}]}"""));

    [Fact]
    public void Options_of_a_binding_are_those_that_are_written()
    {
        var binding = Assert.Single(Assert.Single(ConfigurationBench.Parse(
            """
            {"bindings":[{"room_id":"r","bindings":[{"channel":"discord","external_id":"5","topic_id":"6","direction":"Inbound","enabled":false,"all_topics":true,
              "relay_bots":[7],"relay_commands":false,"identity":"prefix","allow_mentions":["users"],"name_format":"{nick}:","no_ping_names":true,"ignore_users":["8"],
              "ignore_patterns":["^!", "a,b"],"replace":[{"pattern":"cat","with":"dog"}],"names":"username"}]}]}
            """).Settings.Rooms).Bindings);
        var options = binding.Options;
        Assert.Equal(("discord", "discord", "5", "6"), (binding.Channel, binding.InstanceId, binding.ExternalRoomId, binding.TopicId));
        Assert.Equal(("inbound", false, true, false, "prefix", "{nick}:", true, "username"), (
            options.Direction, options.Enabled, options.AllTopics, options.RelayCommands, options.Identity, options.NameFormat, options.NoPingNames, options.NamePreference));
        Assert.Equal("7|users|8|^!;a,b", $"{string.Join(';', options.RelayBots)}|{string.Join(';', options.AllowMentions)}|{string.Join(';', options.IgnoreUsers)}|{string.Join(';', options.IgnorePatterns)}");
        Assert.Equal(new ReplaceRule("cat", "dog"), Assert.Single(options.Replace));
    }

    [Fact]
    public void A_pattern_that_is_one_text_keeps_its_commas()
    {
        var binding = Assert.Single(Assert.Single(ConfigurationBench.Parse(
            """{"bindings":[{"room_id":"r","bindings":[{"channel":"discord","external_id":"5","ignore_patterns":"a{1,2}"}]}]}""").Settings.Rooms).Bindings);
        Assert.Equal("a{1,2}", Assert.Single(binding.Options.IgnorePatterns));
    }

    [Fact]
    public void Rules_approvals_people_and_the_pipeline_are_read()
    {
        var parsed = ConfigurationBench.Parse(
            """
            {"approver_groups":{"leads":["telegram:1","discord:2"]},"approvals":[{"command":"run monthly","group":"leads","minutes":5}],
             "rules":[{"command":"run *","allow":["telegram:1"],"deny":["discord:*"],"rooms":["r"],"platforms":["telegram"]}],
             "identities":[{"name":"Ann","telegram":1,"discord":"2"}],"run":{"url":"https://ci.example/run","token_env":"CI_TOKEN","timeout_s":60},
             "github_owner":"o","github_repo":"p","github_labels_base":["x"],"coverage_url":"https://ci.example/coverage","catchup":"all"}
            """,
            ("CI_TOKEN", "s3cret"), ("GITHUB_TOKEN", "gh"));
        Assert.Empty(parsed.Errors);
        var settings = parsed.Settings;
        Assert.Equal(new ApprovalRule("run monthly", "leads", 5), Assert.Single(settings.Approvals));
        Assert.Equal("telegram:1,discord:2", string.Join(',', settings.ApproverGroups["leads"]));
        var rule = Assert.Single(settings.Rules);
        Assert.Equal("run *|telegram:1|discord:*|r|telegram", $"{rule.Command}|{rule.Allow[0]}|{rule.Deny[0]}|{rule.Rooms[0]}|{rule.Platforms[0]}");
        Assert.Equal(new ChatIdentity("Ann", "1", "2"), Assert.Single(settings.Identities));
        Assert.Equal(new RunSettings(new Uri("https://ci.example/run"), "s3cret", null, null, null, TimeSpan.FromMinutes(1)), settings.Run);
        Assert.Equal(("o", "p", "gh", "x", CatchUp.All), (settings.GitHubOwner, settings.GitHubRepository, settings.GitHubToken, settings.GitHubLabels[0], settings.CatchUp));
    }

    [Fact]
    public void The_description_shows_the_room_map_and_no_secret()
    {
        var parsed = ConfigurationBench.Parse(
            """{"bindings":[{"room_id":"r","room_name":"Room","bindings":[{"channel":"telegram","external_id":-1,"topic_id":7},{"channel":"telegram","external_id":-1,"all_topics":true,"direction":"inbound"},{"channel":"discord","external_id":5,"direction":"outbound"},{"channel":"discord","external_id":6,"enabled":false}]}],"run":{"url":"https://ci.example/run","token_env":"CI_TOKEN"}}""",
            ("GITHUB_TOKEN", "short-secret"), ("CI_TOKEN", "pipeline-secret-with-tail"), ("CONTENTOPS_ALLOWED_DISCORD_USER_IDS", "1,2"));
        var lines = ChatOpsConfiguration.Describe(parsed);
        Assert.Equal(
            [
                "ChatOps: enabled",
                "  instance telegram on telegram: TELEGRAM_BOT_TOKEN set (…A1b2)",
                "  instance discord on discord: DISCORD_BOT_TOKEN set (…C3d4)",
                "  room r \"Room\"",
                "    <-> telegram -1 topic 7 by telegram",
                "    -> telegram -1 all topics by telegram",
                "    <- discord 5 by discord",
                "    off discord 6 by discord",
                "  commands: /ops, bot ContentOps, mutations off, operators 0 on telegram, 2 on discord",
                "  github: no repository, GITHUB_TOKEN set",
                "  run: ci.example, token set (…tail), coverage: not configured",
            ],
            lines);
        Assert.Equal("ChatOpsSettings(1 rooms)", parsed.Settings.ToString());
    }

    [Fact]
    public void The_description_ends_with_warnings_and_errors()
    {
        var lines = ChatOpsConfiguration.Describe(ConfigurationBench.Parse(null, ("DISCORD_BOT_TOKEN", null)));
        Assert.Contains("  instance discord on discord: DISCORD_BOT_TOKEN missing", lines);
        Assert.StartsWith("  warning chat_no_bindings: ", lines[^2], StringComparison.Ordinal);
        Assert.StartsWith("  error chat_config_missing:DISCORD_BOT_TOKEN: ", lines[^1], StringComparison.Ordinal);
        Assert.Equal(["ChatOps: off"], ChatOpsConfiguration.Describe(ConfigurationBench.Parse(null, ("CONTENTOPS_CHAT_ENABLED", null))));
    }

    [Theory]
    [InlineData("123456789012345", "set")]
    [InlineData("1234567890123456", "set (…3456)")]
    [InlineData("", "missing")]
    public void A_mask_shows_the_end_of_a_long_secret_only(string token, string mask) => Assert.Equal(mask, ConfigurationText.Mask(token));

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_room_id_has_128_characters_at_most(int length, bool valid) =>
        Assert.Equal(valid ? [] : ["chat_room_id_invalid"], ConfigurationBench.Errors(null, ("TELEGRAM_CHAT_ID", "-1"), ("DISCORD_CHANNEL_ID", "2"), ("CONTENTOPS_ROOM_ID", new string('r', length))));
}
