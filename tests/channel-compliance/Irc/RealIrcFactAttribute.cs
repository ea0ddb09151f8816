using Vespid.Vendors;

namespace Vespid.Tests.Channels.Irc;

/// <summary>Runs where Debian's ngircd is installed.</summary>
public sealed class RealIrcFactAttribute : FactAttribute
{
    public RealIrcFactAttribute()
    {
        if (!File.Exists(RealIrcServer.Program))
            Skip = $"{RealIrcServer.Program} is not installed (apt-get install ngircd)";
    }
}
