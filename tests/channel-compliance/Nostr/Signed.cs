using System.Text.Json.Nodes;
using Vespid.Channels;

namespace Vespid.Tests.Channels.Nostr;

/// <summary>Events as authors make them.</summary>
internal static class Signed
{
    public static readonly byte[] AuthorKey = Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000003");
    public static readonly byte[] BotKey = Convert.FromHexString("b7e151628aed2a6abf7158809cf4f3c762e7160f38b4da56a784d9045190cfef");
    private static readonly LibSecp256k1 Library = new();

    public static string BotPublic { get; } = Convert.ToHexStringLower(Library.PublicKeyOf(BotKey)!);

    public static JsonObject Event(string content, long createdAt = 1710000000, int kind = 1, byte[]? key = null, params string[][] tags)
    {
        key ??= AuthorKey;
        var author = Convert.ToHexStringLower(Library.PublicKeyOf(key)!);
        var id = new NostrEvent(author, createdAt, kind, tags, content).Id();
        return new()
        {
            ["id"] = Convert.ToHexStringLower(id), ["pubkey"] = author, ["created_at"] = createdAt, ["kind"] = kind,
            ["tags"] = new JsonArray([.. tags.Select(tag => new JsonArray([.. tag.Select(word => JsonValue.Create(word))]))]), ["content"] = content,
            ["sig"] = Convert.ToHexStringLower(Library.Sign(key, id, new byte[32])!),
        };
    }
}
