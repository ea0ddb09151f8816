using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vespid.Silo.Configuration;
using Vespid.Silo.Hosting;

namespace Vespid.Tests.Unit.Docs;

/// <summary>Whoever sets a variable is told about that variable, not about an option of the code.</summary>
public sealed class OptionFaultsTests
{
    [Theory]
    [InlineData("CHANNEL_INGRESS_RATE_PER_SEC", "0")]
    [InlineData("CHANNEL_INGRESS_MAX_BODY_BYTES", "1")]
    [InlineData("ACCESS_TOKEN_TTL_SEC", "1")]
    [InlineData("SESSION_COOKIE_NAME", "a b")]
    [InlineData("CORS_ORIGIN", "console")]
    [InlineData("STORAGE_COMMIT_QUEUE", "1")]
    [InlineData("STORAGE_COMMIT_DEADLINE_MS", "1")]
    [InlineData("DATABASE_URL", "mysql://host/database")]
    [InlineData("CHANNEL_OUTBOUND_TIMEOUT_MS", "1")]
    [InlineData("WORK_LEASE_SEC", "1")]
    public async Task A_value_out_of_bounds_is_told_by_its_variable(string name, string value)
    {
        var folder = Directory.CreateTempSubdirectory("vespid-faults-");
        var settings = HostSettings.Read(
            EnvironmentValues.Of(new Dictionary<string, string> { ["VESPID_DATA_DIR"] = folder.FullName, [name] = value }), keepKeys: false);
        Assert.Empty(settings.Errors);

        // Some options are needed to build the host at all, the others are looked at when it starts.
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            await using var app = VespidHost.Build(settings);
            app.Services.GetRequiredService<IStartupValidator>().Validate();
        });

        var said = Assert.Single(OptionFaults.Of(fault));
        Assert.StartsWith(name + " ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Options", said, StringComparison.Ordinal);
        Assert.DoesNotContain($"({name})", said, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Every_variable_that_sets_one_option_is_known_by_it() =>
        Assert.Equal(
            ["API_SERVICE_TOKEN", "GATEWAY_SERVICE_TOKEN", "SECRETS_KEK_PREVIOUS"],
            SettingCatalog.All.Where(setting => setting.Option is null).Select(setting => setting.Name).Order(StringComparer.Ordinal));
}
