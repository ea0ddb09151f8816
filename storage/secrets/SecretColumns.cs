using System.Data.Common;

namespace Vespid.Storage.Secrets;

/// <summary>The columns <c>kek_id, dek_ciphertext, dek_iv, dek_tag, secret_ciphertext, secret_iv, secret_tag</c>.</summary>
internal static class SecretColumns
{
    public static SealedSecret Read(DbDataReader reader, int at) => new(
        reader.GetString(at),
        new SealedBytes(reader.GetFieldValue<byte[]>(at + 1), reader.GetFieldValue<byte[]>(at + 2), reader.GetFieldValue<byte[]>(at + 3)),
        new SealedBytes(reader.GetFieldValue<byte[]>(at + 4), reader.GetFieldValue<byte[]>(at + 5), reader.GetFieldValue<byte[]>(at + 6)));
}
