using System.Text.Json;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Grains.Channels;

/// <summary>What an account may be set to.</summary>
internal static class AccountRules
{
    /// <summary>Shown instead of a secret in every answer; sent back, it means unchanged.</summary>
    public const string Mask = "********";

    private const int MostMetadataBytes = 65_536;
    private const int MostSetting = 8_192;

    public static readonly IReadOnlySet<string> Actions = new HashSet<string> { "start", "stop", "reconnect", "login", "logout" };

    private static readonly string[] DmPolicies = ["pairing", "allowlist", "open", "disabled"];
    private static readonly string[] GroupPolicies = ["allowlist", "open", "disabled"];

    public static Refusal? Check(CreateAccount command)
    {
        var errors = new Dictionary<string, string>();
        Length(errors, "accountKey", command.AccountKey.Trim(), 1, 120);
        Length(errors, "displayName", command.DisplayName, 1, 120);
        Policies(errors, command.DmPolicy, command.GroupPolicy);
        Url(errors, command.WebhookUrl);
        Metadata(errors, command.Metadata);
        return errors.Count == 0 ? null : Refusal.BadRequest("Some fields are not valid.", errors);
    }

    public static Refusal? Check(ChangeAccount command)
    {
        var errors = new Dictionary<string, string>();
        Length(errors, "displayName", command.DisplayName.Value, 1, 120);
        Policies(errors, command.DmPolicy.Value, command.GroupPolicy.Value);
        Url(errors, command.WebhookUrl.Value);
        Metadata(errors, command.Metadata.Value);
        Length(errors, "status", command.Status.Value, 1, 40);
        Length(errors, "lastError", command.LastError.Value, 0, 10_000);
        return errors.Count == 0 ? null : Refusal.BadRequest("Some fields are not valid.", errors);
    }

    /// <summary>The settings that the channel reads, as far as the metadata has them: each is a text.</summary>
    public static Refusal? CheckSettings(string? metadata, ChannelDescriptor channel)
    {
        if (metadata is null)
            return null;
        using var document = JsonDocument.Parse(metadata);
        var errors = new Dictionary<string, string>();
        foreach (var spec in channel.MetadataSpecs)
        {
            if (document.RootElement.TryGetProperty(spec.Key, out var value)
                && value.ValueKind != JsonValueKind.Null
                && (value.ValueKind != JsonValueKind.String || value.GetString()!.Length > MostSetting))
                errors[$"metadata.{spec.Key}"] = $"must be a text of at most {MostSetting} characters: {spec.Description ?? spec.Label}";
        }

        return errors.Count == 0 ? null : Refusal.BadRequest("Some fields are not valid.", errors);
    }

    /// <summary>Status word after an action: <c>stopped</c> after stop and logout, else <c>running</c>.</summary>
    public static string StatusAfter(string action) => action is "stop" or "logout" ? "stopped" : "running";

    /// <summary>Puts the stored values back where the new metadata holds the mask, however deep; items of a list belong together by their place.</summary>
    public static string Unmask(string next, string stored)
    {
        using var after = JsonDocument.Parse(next);
        using var before = JsonDocument.Parse(stored);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            Unmask(json, after.RootElement, before.RootElement);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Unmask(Utf8JsonWriter json, JsonElement after, JsonElement before)
    {
        switch (after.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in after.EnumerateObject())
                    Unmask(json, property, before.ValueKind == JsonValueKind.Object && before.TryGetProperty(property.Name, out var kept) ? kept : default);
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                var place = 0;
                foreach (var item in after.EnumerateArray())
                {
                    Unmask(json, item, before.ValueKind == JsonValueKind.Array && place < before.GetArrayLength() ? before[place] : default);
                    place++;
                }

                json.WriteEndArray();
                break;
            default:
                after.WriteTo(json);
                break;
        }
    }

    private static void Unmask(Utf8JsonWriter json, JsonProperty property, JsonElement kept)
    {
        var masked = property.Value.ValueKind == JsonValueKind.String && property.Value.ValueEquals(Mask);
        if (masked && kept.ValueKind == JsonValueKind.Undefined)
            return;
        json.WritePropertyName(property.Name);
        if (masked)
            kept.WriteTo(json);
        else
            Unmask(json, property.Value, kept);
    }

    private static void Length(Dictionary<string, string> errors, string field, string? value, int least, int most)
    {
        if (value is not null && (value.Length < least || value.Length > most))
            errors[field] = $"must be {least} to {most} characters";
    }

    private static void Policies(Dictionary<string, string> errors, string? dm, string? group)
    {
        if (dm is not null && !DmPolicies.Contains(dm))
            errors["dmPolicy"] = $"must be one of {string.Join(", ", DmPolicies)}";
        if (group is not null && !GroupPolicies.Contains(group))
            errors["groupPolicy"] = $"must be one of {string.Join(", ", GroupPolicies)}";
    }

    private static void Url(Dictionary<string, string> errors, string? url)
    {
        if (url is not null
            && (url.Length > 2000 || !Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https") || parsed.UserInfo.Length > 0))
            errors["webhookUrl"] = "must be an http or https URL of at most 2000 characters, without user name or password";
    }

    private static void Metadata(Dictionary<string, string> errors, string? metadata)
    {
        if (metadata is null)
            return;
        if (metadata.Length > MostMetadataBytes)
            errors["metadata"] = $"must be at most {MostMetadataBytes} characters";
        else if (!IsObject(metadata))
            errors["metadata"] = "must be a JSON object with keys of 1 to 120 characters";
    }

    private static bool IsObject(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.EnumerateObject().All(property => property.Name.Length is >= 1 and <= 120);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
