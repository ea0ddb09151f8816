using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Vespid.Storage;
using Vespid.Storage.Lease;
using Vespid.Storage.Server;

namespace Vespid.Tests.Storage.Support;

/// <summary>What this assembly does when it is run as a program: holds something until it is stopped, and says in lines what happens to it.</summary>
internal static class ChildProgram
{
    public const string HoldServer = "hold-server";
    public const string HoldLease = "hold-lease";
    public const string HoldSilo = "hold-silo";

    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case [HoldServer, var folder]:
                await using (var server = await PrivatePostgres.StartAsync(folder, TimeProvider.System, NullLogger.Instance))
                {
                    Console.WriteLine($"server {server.ProcessId}");
                    await Console.In.ReadLineAsync();
                }

                return 0;
            case [HoldLease, var connectionString]:
                await HoldLeaseAsync(connectionString, isClustered: false);
                return 0;
            case [HoldSilo, var connectionString]:
                await HoldLeaseAsync(connectionString, isClustered: true);
                return 0;
            default:
                return 64;
        }
    }

    private static async Task HoldLeaseAsync(string connectionString, bool isClustered)
    {
        var options = Options.Create(
            new StorageOptions { Address = new ActiveAddress("http://127.0.0.1:1", "http://127.0.0.1:2"), Holder = "child", IsClustered = isClustered });
        await using var database = new Database(options);
        database.Open(connectionString);
        await using var lease = new PostgresLease(database, options, TimeProvider.System, NullLogger<PostgresLease>.Instance);
        lease.Changed += isWriter => Console.WriteLine(isWriter ? $"held {lease.Epoch}" : "lost");
        lease.OfferToLead();
        lease.Start();
        await Console.In.ReadLineAsync();
    }
}
