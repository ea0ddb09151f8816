namespace Vespid.Tests.EdgeAgent.Support;

/// <summary>Needs Debian's Caddy.</summary>
internal sealed class CaddyFactAttribute : FactAttribute
{
    public CaddyFactAttribute()
    {
        if (!File.Exists(RealCaddy.Program))
            Skip = $"{RealCaddy.Program} is not installed (apt-get install caddy)";
    }
}
