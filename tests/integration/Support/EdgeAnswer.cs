using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vespid.Tests.Integration.Support;

/// <summary>An answer of the edges' routes.</summary>
internal sealed record EdgeAnswer(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>Code of an error; null when it is none.</summary>
    public string? Code
    {
        get
        {
            try
            {
                return (string?)JsonNode.Parse(Text)?["error"]?["code"];
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>Names of the fields that an error names.</summary>
    public IEnumerable<string> Fields => Json["error"]!["fields"]!.AsArray().Select(name => (string)name!);

    public string? Header(string name) => Headers.GetValueOrDefault(name.ToLowerInvariant());

    /// <summary>It must be this one.</summary>
    public EdgeAnswer Expect(int status, string? code = null)
    {
        Assert.True(Status == status && (code is null || Code == code), $"expected {status} {code}, but the answer is {Status} {Text}");
        return this;
    }
}
