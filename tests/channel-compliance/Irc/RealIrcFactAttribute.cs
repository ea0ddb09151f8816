namespace Vespid.Tests.Channels.Irc;

/// <summary>Runs where Debian's ngircd is installed.</summary>
public sealed class RealIrcFactAttribute : FactAttribute
{
    public const string Program = "/usr/sbin/ngircd";

    public RealIrcFactAttribute()
    {
        if (!File.Exists(Program))
            Skip = $"{Program} is not installed (apt-get install ngircd)";
    }
}
