using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Vespid.Channels;

/// <summary>An event with all that its id is made of. Source: NIP-01.</summary>
/// <param name="PublicKey">Of the author, 64 lower-case hex digits.</param>
/// <param name="CreatedAt">Unix seconds.</param>
/// <param name="Kind">0 to 65535.</param>
/// <param name="Tags">Lists of texts.</param>
/// <param name="Content">As it is, blanks and all.</param>
internal sealed record NostrEvent(string PublicKey, long CreatedAt, int Kind, IReadOnlyList<IReadOnlyList<string>> Tags, string Content)
{
    /// <summary>Null when anything that the id covers is missing or of another kind.</summary>
    public static NostrEvent? Of(BodyReader body)
    {
        if (body["pubkey"].Text is not { Length: 64 } key || body["created_at"].Integer is not { } created || body["kind"].Integer is not (>= 0 and <= 65535)
            || body["content"].Element.ValueKind != JsonValueKind.String || !body["tags"].IsArray)
            return null;
        var tags = new List<IReadOnlyList<string>>();
        foreach (var tag in body["tags"].Items)
        {
            var words = tag.Items.Select(word => word.Element.ValueKind == JsonValueKind.String ? word.Element.GetString() : null).ToList();
            if (!tag.IsArray || words.Contains(null))
                return null;
            tags.Add(words!);
        }

        return new(key, created, (int)body["kind"].Integer!.Value, tags, body["content"].Element.GetString()!);
    }

    /// <summary>SHA-256 of the canonical serialisation.</summary>
    public byte[] Id() => SHA256.HashData(Encoding.UTF8.GetBytes(Canonical()));

    /// <summary>No blanks, and only what NIP-01 names is escaped: writers of JSON escape more.</summary>
    public string Canonical()
    {
        var text = new StringBuilder("[0,");
        Append(text, PublicKey);
        text.Append(CultureInfo.InvariantCulture, $",{CreatedAt},{Kind},[");
        for (var i = 0; i < Tags.Count; i++)
        {
            text.Append(i == 0 ? "[" : ",[");
            for (var j = 0; j < Tags[i].Count; j++)
            {
                if (j > 0)
                    text.Append(',');
                Append(text, Tags[i][j]);
            }

            text.Append(']');
        }

        text.Append("],");
        Append(text, Content);
        return text.Append(']').ToString();
    }

    /// <summary>The first value of the first tag of a name.</summary>
    public string? Tag(string name) => Tags.FirstOrDefault(tag => tag.Count > 1 && tag[0] == name)?[1];

    private static void Append(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var unit in value)
        {
            _ = unit switch
            {
                '\n' => text.Append("\\n"),
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                _ => text.Append(unit),
            };
        }

        text.Append('"');
    }
}
