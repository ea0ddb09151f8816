namespace Vespid.Vendors;

/// <summary>How a call goes wrong. "Accept" means that the vendor takes the message and records it before things go wrong.</summary>
public abstract record VendorFault
{
    private VendorFault()
    {
    }

    /// <summary>429 with the time to wait; not accepted.</summary>
    public sealed record RateLimited(int RetryAfterSeconds) : VendorFault;

    /// <summary>An error status; not accepted.</summary>
    public sealed record Error(int Status, string Description = "scripted fault", long? MigrateToChatId = null) : VendorFault;

    /// <summary>Sends the caller elsewhere; not accepted.</summary>
    public sealed record Redirect(Uri Location, int Status = 307) : VendorFault;

    /// <summary>No answer until the caller gives up; not accepted.</summary>
    public sealed record Hang : VendorFault;

    /// <summary>Accepted, no answer until the caller gives up.</summary>
    public sealed record AcceptThenHang : VendorFault;

    /// <summary>The connection is cut; not accepted.</summary>
    public sealed record Drop : VendorFault;

    /// <summary>Accepted, and the connection is cut instead of an answer.</summary>
    public sealed record AcceptThenDrop : VendorFault;

    /// <summary>Accepted, and the answer is no JSON.</summary>
    public sealed record AcceptThenGarbage(int Status = 200) : VendorFault;

    /// <summary>Whether the vendor took the message all the same.</summary>
    public bool Accepts => this is AcceptThenHang or AcceptThenDrop or AcceptThenGarbage;
}
