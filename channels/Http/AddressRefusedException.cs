namespace Vespid.Channels;

/// <summary>The name leads to no address that tenants may reach.</summary>
internal sealed class AddressRefusedException() : IOException("address refused");
