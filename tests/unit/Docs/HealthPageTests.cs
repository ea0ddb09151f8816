using Microsoft.Extensions.DependencyInjection;
using Vespid.Gateway.Health;
using Vespid.Silo.Clustering;

namespace Vespid.Tests.Unit.Docs;

/// <summary>The dependencies of <c>docs/reference.md</c> are those that the host asks, and that a silo of a cluster asks besides.</summary>
public sealed class HealthPageTests
{
    [Fact]
    public async Task Every_dependency_has_one_row_that_says_whether_it_is_required_and_no_row_names_another()
    {
        await using var host = new DevelopmentHost();
        IEnumerable<IHealthProbe> probes = [.. host.Services.GetServices<IHealthProbe>(), new ClusterProbe(() => 0, () => 0, TimeProvider.System)];

        var rows = Page.Open("docs/reference.md").Table("Dependency", "Required", "Is not ready when");

        Assert.Equal(
            probes.Select(probe => (probe.Name, probe.Required ? "yes" : "no")).Order(),
            rows.Select(row => (row[0].Trim('`'), row[1])).Order());
    }
}
