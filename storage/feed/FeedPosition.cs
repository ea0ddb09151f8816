using System.Globalization;

namespace Vespid.Storage.Feed;

/// <summary>Place in a change feed: everything up to it has been read. Later rows sort after it, even those that commit late.</summary>
/// <param name="Transaction">Transaction id of the row read last.</param>
/// <param name="Id">Its id.</param>
public readonly record struct FeedPosition(ulong Transaction, Guid Id)
{
    /// <summary>Opaque text, for an event id.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Transaction:x}.{Id:N}");

    /// <summary>Reads what <see cref="ToString"/> made.</summary>
    public static bool TryParse(string? text, out FeedPosition position)
    {
        position = default;
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (dot <= 0
            || !ulong.TryParse(text.AsSpan(0, dot), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var transaction)
            || !Guid.TryParseExact(text.AsSpan(dot + 1), "N", out var id))
        {
            return false;
        }

        position = new FeedPosition(transaction, id);
        return true;
    }
}
