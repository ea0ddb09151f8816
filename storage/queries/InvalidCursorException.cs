namespace Vespid.Storage.Queries;

/// <summary>A cursor that no page of this list gave out. Callers over HTTP get 400.</summary>
public sealed class InvalidCursorException() : FormatException("The cursor is not one of this list.");
