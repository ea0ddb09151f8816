namespace Vespid.Channels;

/// <summary>Asks a sidecar by one GET that must be answered with success.</summary>
internal abstract class SidecarProbe(string channelId, TenantHttp http) : ISidecarProbe
{
    public string ChannelId => channelId;

    public string NeededSetting => VendorApi.BaseUrlSetting;

    public bool Applies(ChannelAccount account) => account.Setting(NeededSetting) is not null;

    public async Task<string?> ProbeAsync(ChannelAccount account, CancellationToken cancellationToken)
    {
        if (http.BaseOf(account) is not { } root)
            return "sidecar_base_url_refused";
        var result = await http.SendAsync(HttpMethod.Get, TenantHttp.At(root, Path(account)), [], request => Prepare(request, account), cancellationToken);
        return result switch
        {
            PostResult.Answered { Status: >= 200 and < 300 } => null,
            PostResult.Answered answer => $"sidecar_{answer.Status}",
            PostResult.NotSent { Error: var error } => "sidecar_" + error,
            PostResult.Lost { Error: var error } => "sidecar_" + error,
            _ => "sidecar_base_url_refused",
        };
    }

    /// <summary>Below the sidecar's root; may hold a password, which nothing here repeats.</summary>
    protected abstract string Path(ChannelAccount account);

    protected virtual void Prepare(HttpRequestMessage request, ChannelAccount account)
    {
    }
}
