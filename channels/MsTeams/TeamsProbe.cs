namespace Vespid.Channels;

/// <summary>Asks the adapter that the setting <c>adapterUrl</c> names: any 2xx to a GET means that it is well.</summary>
internal sealed class TeamsProbe(VendorApi api, TenantUrls urls) : ISidecarProbe
{
    private const string AdapterUrl = "adapterUrl";

    public string ChannelId => "msteams";

    public string NeededSetting => AdapterUrl;

    public bool Applies(ChannelAccount account) => account.Setting(AdapterUrl) is not null;

    public async Task<string?> ProbeAsync(ChannelAccount account, CancellationToken cancellationToken)
    {
        if (!urls.TryParse(account.Setting(AdapterUrl), out var url))
            return "msteams_adapter_url_refused";
        return await api.GetAsync(url, default, cancellationToken) switch
        {
            PostResult.Answered { Status: >= 200 and < 300 } => null,
            PostResult.Answered { Status: var status } => $"msteams_adapter_{status}",
            PostResult.NotSent { Error: var error } => $"msteams_adapter_{error}",
            PostResult.Lost { Error: var error } => $"msteams_adapter_{error}",
            _ => "msteams_adapter_url_refused",
        };
    }
}
