using System.Text.Json;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>The operator's pipeline: an address that is called, or a workflow of this runtime.</summary>
internal static class RunReading
{
    public static RunSettings? Read(ConfigurationSection document, ConfigurationSource source, ConfigurationFaults faults)
    {
        if (document["run"].ValueKind == JsonValueKind.Undefined)
            return null;
        var section = document.Section("run");
        var (url, variable) = (section.Url("url"), section.Text("token_env"));
        var (workflow, organization, user) = (section.Id("workflow"), section.Id("organization"), section.Id("user"));
        var run = new RunSettings(
            url, variable is null ? null : source.Variable(variable), workflow, organization, user, TimeSpan.FromSeconds(section.Int("timeout_s", 3600, 1, 86_400)));
        section.Done();
        if (variable is not null && run.Token is null)
            faults.Error($"chat_config_missing:{variable}", $"Set {variable}, the token of the pipeline.");
        if (url is not null == workflow is not null)
            faults.Invalid("run", "either a url or a workflow");
        else if (workflow is not null && (organization is null || user is null))
            faults.Invalid("run", "a workflow with its organization and the user on whose behalf it is triggered");
        return run;
    }
}
