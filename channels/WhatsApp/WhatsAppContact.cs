namespace Vespid.Channels;

/// <summary>Who wrote a message.</summary>
/// <param name="Id">The customer's <c>wa_id</c>.</param>
/// <param name="Name">Profile name.</param>
/// <param name="IsBusiness">It is the account's own number.</param>
internal readonly record struct WhatsAppContact(string? Id, string? Name, bool IsBusiness)
{
    public static WhatsAppContact Of(BodyReader message, BodyReader value)
    {
        var from = message["from"].Text;
        var contacts = value["contacts"];
        var contact = contacts.Items.FirstOrDefault(item => from is not null && item["wa_id"].Text == from);
        // The lone contact of a lone message is its sender, also where the number is written in another way.
        if (!contact.IsObject && contacts[1].Element.ValueKind == default && value["messages"][1].Element.ValueKind == default)
            contact = contacts[0];
        var own = Digits(value["metadata"]["display_phone_number"].Text);
        return new(
            contact["wa_id"].Text ?? from ?? message["from_user_id"].Text,
            contact["profile"]["name"].Text,
            own.Length > 0 && from is not null && Digits(from) == own);
    }

    private static string Digits(string? number) => number is null ? string.Empty : string.Concat(number.Where(char.IsAsciiDigit));
}
