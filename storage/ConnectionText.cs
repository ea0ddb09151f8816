using Npgsql;

namespace Vespid.Storage;

/// <summary>Reads a connection string, or the <c>postgres://user:password@host:port/database?sslmode=require</c> form of it. Never puts it into a message.</summary>
internal static class ConnectionText
{
    /// <summary>What is wrong with it; null if nothing is.</summary>
    public static string? Problem(string text)
    {
        try
        {
            return string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(Normalize(text)).Host) ? "names no host." : null;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or UriFormatException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            return "is neither a connection string nor a postgres:// URL.";
        }
    }

    public static string Normalize(string text)
    {
        if (!text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase))
            return text;
        var url = new Uri(text);
        var user = url.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder { Host = url.Host, Port = url.Port > 0 ? url.Port : 5432 };
        if (user[0].Length > 0)
            builder.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1)
            builder.Password = Uri.UnescapeDataString(user[1]);
        if (url.AbsolutePath.Length > 1)
            builder.Database = Uri.UnescapeDataString(url.AbsolutePath[1..]);
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var value = Uri.UnescapeDataString(parts.Length > 1 ? parts[1] : string.Empty);
            builder[Uri.UnescapeDataString(parts[0])] = parts[0] == "sslmode" ? value.Replace("-", string.Empty, StringComparison.Ordinal) : value;
        }

        return builder.ConnectionString;
    }
}
