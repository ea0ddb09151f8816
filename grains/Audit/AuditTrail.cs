using System.Text.Json;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Storage.Rows;

namespace Vespid.Grains.Audit;

/// <summary>Makes the audit row of a change. It rides in the commit of the change, so neither exists without the other.</summary>
internal sealed class AuditTrail(IIdSource ids)
{
    public AuditRow Of(Guid? organizationId, Actor actor, string action, string targetKind, string? targetId, params ReadOnlySpan<(string Field, object? Value)> to) =>
        new(ids.NewId(), organizationId, actor.Kind, actor.Id, action, targetKind, targetId, to.IsEmpty ? null : Json(to), actor.RemoteAddress);

    private static string Json(ReadOnlySpan<(string Field, object? Value)> to)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("to");
            foreach (var (field, value) in to)
            {
                json.WritePropertyName(field);
                Write(json, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }
}
