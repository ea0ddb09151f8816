using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Vespid.Gateway.Console;

/// <summary>Style sheet, scripts and icon of the console, from the assembly.</summary>
internal static class ConsoleAssets
{
    public const string Path = "/dashboard/assets/";
    private const string Prefix = "console/";

    private static readonly FrozenDictionary<string, (byte[] Bytes, string Type, string Mark)> Files = new (string Name, string Type)[]
    {
        ("console.css", "text/css"),
        ("console.js", "text/javascript"),
        ("theme.js", "text/javascript"),
        ("favicon.svg", "image/svg+xml"),
    }.ToFrozenDictionary(file => file.Name, file => Read(file.Name, file.Type), StringComparer.Ordinal);

    /// <summary>The path changes with the content, so a browser may keep what it has for good.</summary>
    public static string Link(string name) => $"{Path}{name}?v={Files[name].Mark}";

    public static Results<FileContentHttpResult, NotFound> Get(string file, HttpContext context)
    {
        if (!Files.TryGetValue(file, out var found))
            return TypedResults.NotFound();
        context.Response.Headers.CacheControl = context.Request.Query["v"] == found.Mark ? "public, max-age=31536000, immutable" : "no-cache";
        return TypedResults.Bytes(found.Bytes, found.Type + "; charset=utf-8", entityTag: new($"\"{found.Mark}\""));
    }

    private static (byte[] Bytes, string Type, string Mark) Read(string name, string type)
    {
        using var stream = typeof(ConsoleAssets).Assembly.GetManifestResourceStream(Prefix + name)
            ?? throw new InvalidOperationException($"The console's {name} is not in the assembly.");
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        var bytes = buffer.ToArray();
        return (bytes, type, Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 6)));
    }
}
