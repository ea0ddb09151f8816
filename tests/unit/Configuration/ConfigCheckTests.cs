using Vespid.Silo.Commands;
using Vespid.Silo.Configuration;

namespace Vespid.Tests.Unit.Configuration;

/// <summary>What an operator is told of a configuration before it is used.</summary>
public sealed class ConfigCheckTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("vespid-check-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void All_faults_are_told_at_once_whoever_finds_them_and_each_once()
    {
        var review = Review("VESPID_PORT_OFFSET=many", "WORK_LEASE_SEC=1", "TELEGRAM_TRANSPORT_MODE=dry", "LOG_FORWARD_ENDPOINT=collector", "LOG_FORWARD_QUEUE=1", "CHANNEL_OUTBOUND_MAX_ATTEMPTS=0");

        Assert.Equal(
            ["CHANNEL_OUTBOUND_MAX_ATTEMPTS", "LOG_FORWARD_ENDPOINT", "LOG_FORWARD_QUEUE", "TELEGRAM_TRANSPORT_MODE", "VESPID_PORT_OFFSET", "WORK_LEASE_SEC"],
            review.Errors.Select(ConfigReview.NameIn).Order(StringComparer.Ordinal));
        Assert.Contains(review.Errors, error => error.StartsWith("LOG_FORWARD_ENDPOINT must be tcp://host:port", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CHANNEL_PAIRING_TTL_SECS=5", "CHANNEL_PAIRING_TTL_SECS is no setting; CHANNEL_PAIRING_TTL_SEC is. Remove it or correct the name.")]
    [InlineData("SOMETHING_ELSE=5", "SOMETHING_ELSE is no setting. Remove it or correct the name.")]
    public void A_name_that_means_nothing_is_a_warning_and_strictly_an_error(string line, string said)
    {
        Assert.Empty(Review(line).Errors);
        Assert.Equal([said], Review(line).Warnings);
        var strict = ConfigReview.Of(Write(line), strict: true, new At(Now));
        Assert.Equal([said], strict.Errors);
        Assert.Empty(strict.Warnings);
    }

    [Theory]
    [InlineData("CHANNEL_TELEGRAM_ENABLED=off")]
    [InlineData("CHANNEL_SMOKE_TOKEN=x")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS=a=b")]
    [InlineData("LOG_DRAIN_HOST=logs.example")]
    public void A_name_that_means_something_elsewhere_is_known(string line) => Assert.Empty(ConfigReview.Of(Write(line), strict: true, new At(Now)).Errors);

    [Fact]
    public void Rooms_are_shown_and_the_variables_that_their_document_names_are_known()
    {
        var document = Path.Combine(_folder, "rooms.json");
        File.WriteAllText(document, """{"chat":{"instances":[{"id":"second","channel":"telegram","token_env":"SECOND_BOT_TOKEN"}]}}""");
        var review = ConfigReview.Of(Write("CONTENTOPS_CHAT_ENABLED=true", $"CONTENTOPS_CONFIG={document}", "SECOND_BOT_TOKEN=123456:a-token", "THIRD_BOT_TOKEN=x"), strict: true, new At(Now));
        Assert.DoesNotContain(review.Errors, error => error.StartsWith("SECOND_BOT_TOKEN", StringComparison.Ordinal));
        Assert.Contains(review.Errors, error => error.StartsWith("THIRD_BOT_TOKEN is no setting", StringComparison.Ordinal));
        Assert.DoesNotContain(review.Rooms.Concat(review.Errors), line => line.Contains("123456:a-token", StringComparison.Ordinal));
    }

    // Telegram: told after 75 days, too old after 90.
    [Theory]
    [InlineData("2026-03-18T12:00:00Z", 0, 0)]
    [InlineData("2026-03-18T11:59:59Z", 0, 1)]
    [InlineData("2026-03-03T12:00:00Z", 0, 1)]
    [InlineData("2026-03-03T11:59:59Z", 1, 0)]
    [InlineData("2026-06-01", 0, 0)]
    [InlineData("2026-06-03", 1, 0)]
    [InlineData("yesterday", 1, 0)]
    public void A_secret_that_is_too_old_is_an_error_in_production(string issued, int errors, int warnings)
    {
        var review = ConfigReview.Of(Write([.. Production(), $"TELEGRAM_TOKEN_ISSUED_AT={issued}"]), strict: true, new At(Now));
        Assert.Equal((errors, warnings), (review.Errors.Count, review.Warnings.Count));
        Assert.All(review.Errors.Concat(review.Warnings), said => Assert.StartsWith("TELEGRAM_TOKEN_ISSUED_AT ", said, StringComparison.Ordinal));
    }

    [Fact]
    public void A_secret_that_is_too_old_is_a_warning_elsewhere_and_stops_no_start()
    {
        var review = Review("TELEGRAM_TOKEN_ISSUED_AT=2020-01-01");
        Assert.Empty(review.Errors);
        Assert.Single(review.Warnings);
        Assert.Empty(review.Settings!.Errors);
    }

    [Fact]
    public void A_secret_can_stand_in_a_file_of_its_own()
    {
        var secret = Path.Combine(_folder, "secret");
        File.WriteAllText(secret, "a-secret-that-stands-in-a-file-of-32\n");
        var review = Review($"AUTH_TOKEN_SECRET_FILE={secret}");
        Assert.Empty(review.Errors);
        Assert.Equal("a-secret-that-stands-in-a-file-of-32", review.Settings!.Gateway.AuthTokenSecret);
        Assert.Equal(ConfigManifest.Secret, review.Settings.Manifest.Settings["AUTH_TOKEN_SECRET"]);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named_and_what_it_would_have_held_is_not_shown()
    {
        var empty = Path.Combine(_folder, "empty");
        File.WriteAllText(empty, "\n");
        var review = Review($"AUTH_TOKEN_SECRET_FILE={_folder}/nowhere", $"REFRESH_TOKEN_SECRET_FILE={empty}", "TG_TOKEN=secret-value", $"TG_TOKEN_FILE={empty}");
        Assert.Equal(["AUTH_TOKEN_SECRET_FILE", "REFRESH_TOKEN_SECRET_FILE", "TG_TOKEN_FILE"], review.Errors.Select(ConfigReview.NameIn).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(review.Errors, error => error.Contains("secret-value", StringComparison.Ordinal));
    }

    [Fact]
    public void The_hash_is_of_what_a_deployment_shares_and_of_no_secrets_value()
    {
        string Hash(params string[] lines) => Review(lines).Settings!.Facts.ConfigManifestHash;
        var hash = Hash("WORK_LEASE_SEC=60", "TG_TOKEN=one-token");
        Assert.Matches("^[0-9a-f]{64}$", hash);
        Assert.Equal(hash, Hash("TG_TOKEN=another-token", "# a comment", "WORK_LEASE_SEC=60", "VESPID_PORT_OFFSET=100", "VESPID_BUILD_SHA=f0e4edc"));
        Assert.NotEqual(hash, Hash("WORK_LEASE_SEC=61", "TG_TOKEN=one-token"));
        Assert.NotEqual(hash, Hash("WORK_LEASE_SEC=60"));
        Assert.NotEqual(hash, Hash("WORK_LEASE_SEC=60", "TG_TOKEN=one-token", "CHANNEL_IRC_ENABLED=off"));
        Assert.Equal(new string('b', 64), Hash($"CONFIG_MANIFEST_HASH={new string('B', 64)}"));
    }

    private static string[] Production() =>
    [
        "VESPID_ENV=production", "DATABASE_URL=postgres://vespid:secret@db/vespid", "AUTH_TOKEN_SECRET=0123456789abcdef0123456789abcdef",
        "REFRESH_TOKEN_SECRET=0123456789abcdef0123456789abcdeg", "SECRETS_KEK_BASE64=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        "INTERNAL_API_SERVICE_TOKEN=0123456789abcdef0123456789abcdeh",
    ];

    private ConfigReview Review(params string[] lines) => ConfigReview.Of(Write(lines), strict: false, new At(Now));

    private string Write(params string[] lines)
    {
        var path = Path.Combine(_folder, "test.env");
        File.WriteAllLines(path, [$"VESPID_DATA_DIR={_folder}", .. lines]);
        return path;
    }

    private sealed class At(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
