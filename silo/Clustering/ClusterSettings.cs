using System.Net;
using System.Security.Cryptography;
using Vespid.Silo.Configuration;

namespace Vespid.Silo.Clustering;

/// <summary>Several silos that share the work. Only a build on Orleans' packages has them.</summary>
internal sealed class ClusterSettings
{
    /// <summary>Where the silos are listed; null for a process that is alone or has a standby.</summary>
    public Uri? Redis { get; set; }

    /// <summary>Name of the cluster: silos of the same name find each other.</summary>
    public string Id { get; set; } = "vespid";

    /// <summary>Certificate that a silo shows to the others, PEM; null for connections in the clear.</summary>
    public string? Certificate { get; set; }

    /// <summary>Its key, PEM.</summary>
    public string? Key { get; set; }

    /// <summary>Who signs the certificates of silos, PEM.</summary>
    public string? Authority { get; set; }

    /// <summary>Whether this process works beside others.</summary>
    public bool IsOn => Redis is not null;

    /// <summary>Who may take part; null for everybody who reaches the port.</summary>
    public PeerCertificates? Peers { get; private set; }

    /// <summary>Reads the certificates and says what is missing.</summary>
    public void Check(VespidOptions host, string? connectionString, List<string> errors)
    {
        if (IsOn && !Engine.HasClusters)
            errors.Add($"REDIS_URL is for several silos, which this build on the {Engine.Name} engine does not have: build with -p:OrleansEngine=packages, or unset it.");
        if (IsOn && connectionString is null)
            errors.Add("DATABASE_URL must be set with REDIS_URL: silos share one database.");
        if (IsOn && host.Role != ProcessRole.Gateway && !IsAddress(host.AdvertisedHost ?? host.Bind.ToString()))
            errors.Add("VESPID_ADVERTISED_HOST must be the IP address of this process with REDIS_URL: silos find each other by address.");
        string?[] certificates = [Certificate, Key, Authority];
        if (certificates.All(part => part is null))
            return;
        if (certificates.Any(part => part is null))
        {
            errors.Add("CLUSTER_TLS_CERT, CLUSTER_TLS_KEY and CLUSTER_TLS_CA must be set together, or none of them.");
            return;
        }

        try
        {
            Peers = PeerCertificates.Read(Certificate!, Key!, Authority!);
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            errors.Add("CLUSTER_TLS_CERT, CLUSTER_TLS_KEY and CLUSTER_TLS_CA must be a certificate, its private key and its authority, in PEM.");
        }
    }

    private static bool IsAddress(string text) => IPAddress.TryParse(text, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any);
}
