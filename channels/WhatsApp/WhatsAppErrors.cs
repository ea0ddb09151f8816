namespace Vespid.Channels;

/// <summary>Meaning of Meta's error codes. Source: developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes.</summary>
internal static class WhatsAppErrors
{
    public enum Kind
    {
        /// <summary>Not listed: the HTTP status decides.</summary>
        Other,

        /// <summary>A rate limit: of the app, the account, the number, or the pair.</summary>
        Slower,

        /// <summary>A fault on Meta's side.</summary>
        Passing,

        /// <summary>Token, permission, number or account are at fault.</summary>
        Account,

        /// <summary>This message, or this customer, will never do.</summary>
        Message,
    }

    public static Kind KindOf(long code) => code switch
    {
        4 or 80007 or 130429 or 131048 or 131056 or 133016 => Kind.Slower,
        1 or 2 or 131000 or 131016 or 131057 or 133004 => Kind.Passing,
        0 or 3 or 10 or 102 or 190 or (>= 200 and <= 299) or 368 or 131005 or 131031 or 131042 or 131045 or 133010 => Kind.Account,
        33 or 100 or 130472 or 130497 or 131008 or 131009 or 131021 or 131026 or 131047 or 131051 => Kind.Message,
        _ => Kind.Other,
    };
}
