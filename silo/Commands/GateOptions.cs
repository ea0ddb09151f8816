using System.CommandLine;

namespace Vespid.Silo.Commands;

/// <summary>Options of the gates alone.</summary>
internal sealed class GateOptions
{
    public Option<Guid?> Against { get; } = new("--against") { Description = "Record of the deployment that was soaked; the latest of staging otherwise." };

    public Option<string?> Health { get; } = new("--health") { Description = "Health route; that of this machine otherwise." };

    public Option<string?> Metrics { get; } = new("--metrics") { Description = "Metrics route; that of this machine otherwise." };

    public Option<double> Watch { get; } = new("--watch") { Description = "Minutes to look at the process, every 10 s; 0 judges what --samples holds.", DefaultValueFactory = _ => 30 };

    public Option<string?> Samples { get; } = new("--samples") { Description = "File of samples: those in it count, new ones are appended." };

    public Option<string?> Signature { get; } = new("--signature") { Description = "Evidence that the digest was verified and scanned, for example a log's address." };

    public Option<string[]> Tickets { get; } = new("--ticket") { Description = "NAME=TICKET for a setting that differs on purpose; may be repeated." };

    public Option[] All => [Against, Health, Metrics, Watch, Samples, Signature, Tickets];
}
