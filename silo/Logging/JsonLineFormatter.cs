using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Vespid.Silo.Logging;

/// <summary>Writes <see cref="LogLine"/>s to the console.</summary>
internal sealed class JsonLineFormatter(LogLine line) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "vespid";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter) =>
        textWriter.WriteLine(line.Write(logEntry));
}
