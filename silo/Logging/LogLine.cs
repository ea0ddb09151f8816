using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace Vespid.Silo.Logging;

/// <summary>A log record as one line of JSON. The five facts of seed 002 are on every line, empty when there is nothing to say.</summary>
internal sealed class LogLine(LogFacts facts, LogRedaction redaction, TimeProvider clock)
{
    private const string Time = "yyyy-MM-ddTHH:mm:ss.fffZ";
    private const string Template = "{OriginalFormat}";
    private const string Persona = "persona_tag";
    private const string Chat = "chat_id_hash";

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Write<TState>(in LogEntry<TState> entry)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("Timestamp", clock.GetUtcNow().UtcDateTime.ToString(Time, CultureInfo.InvariantCulture));
            json.WriteString("LogLevel", entry.LogLevel.ToString());
            json.WriteString("Category", entry.Category);
            var state = entry.State as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            json.WriteString("event", EventOf(entry.EventId, state));
            json.WriteString("env", facts.Environment);
            json.WriteString("build_sha", facts.BuildSha);
            json.WriteString("config_manifest_hash", facts.ConfigManifestHash);
            json.WriteString(Persona, TextOf(state, Persona));
            json.WriteString(Chat, TextOf(state, Chat));
            if (Activity.Current is { } activity)
                json.WriteString("trace_id", activity.TraceId.ToHexString());
            json.WriteNumber("EventId", entry.EventId.Id);
            json.WriteString("Message", entry.Formatter(entry.State, entry.Exception));
            if (entry.Exception is { } fault)
                json.WriteString("Exception", fault.ToString());
            WriteState(json, state);
            json.WriteEndObject();
        }

        return redaction.Scrub(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>The name that the record was given, or the word that its message begins with: <c>lane.dead_letter</c>.</summary>
    private static string EventOf(EventId id, IReadOnlyList<KeyValuePair<string, object?>> state)
    {
        if (id.Name is { } name && name.Contains('.', StringComparison.Ordinal))
            return name;
        foreach (var (key, value) in state)
        {
            if (key != Template || value is not string template)
                continue;
            var word = template[..(template.IndexOf(' ', StringComparison.Ordinal) is var end and > 0 ? end : template.Length)];
            if (word.Contains('.', StringComparison.Ordinal) && word.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '_'))
                return word;
        }

        return id.Name ?? "";
    }

    private static string TextOf(IReadOnlyList<KeyValuePair<string, object?>> state, string name)
    {
        foreach (var (key, value) in state)
        {
            if (key == name)
                return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }

        return "";
    }

    private static void WriteState(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> state)
    {
        if (state.Count < 2)
            return;
        json.WriteStartObject("State");
        foreach (var (key, value) in state)
        {
            if (key is not Template)
                WriteValue(json, key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string key, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(key);
                break;
            case bool flag:
                json.WriteBoolean(key, flag);
                break;
            case int number:
                json.WriteNumber(key, number);
                break;
            case long number:
                json.WriteNumber(key, number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(key, number);
                break;
            default:
                json.WriteString(key, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
