using Microsoft.Extensions.Options;

namespace Vespid.Storage;

/// <summary>Names each option that is out of its bounds.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var failures = new List<string>();
        Within(nameof(options.WriterConnections), options.WriterConnections, 1, 8);
        Within(nameof(options.CommitQueueLimit), options.CommitQueueLimit, 16, 1_000_000);
        Within(nameof(options.CommitBatchLimit), options.CommitBatchLimit, 1, 10_000);
        Within(nameof(options.ReadPoolSize), options.ReadPoolSize, 1, 1_000);
        Within(nameof(options.WritePoolSize), options.WritePoolSize, 1, 1_000);
        if (options.CommitDeadline < TimeSpan.FromMilliseconds(100) || options.CommitDeadline > TimeSpan.FromSeconds(30))
            failures.Add($"StorageOptions.{nameof(options.CommitDeadline)} is {options.CommitDeadline}; it must be from 100 ms to 30 s.");
        if (options.ConnectionString is null && string.IsNullOrWhiteSpace(options.DataFolder))
            failures.Add($"StorageOptions.{nameof(options.DataFolder)} is empty; without StorageOptions.{nameof(options.ConnectionString)} the private server needs it.");
        if (options.ConnectionString is { } text && ConnectionText.Problem(text) is { } problem)
            failures.Add($"StorageOptions.{nameof(options.ConnectionString)} (DATABASE_URL) {problem}");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Within(string option, int value, int least, int most)
        {
            if (value < least || value > most)
                failures.Add($"StorageOptions.{option} is {value}; it must be from {least} to {most}.");
        }
    }
}
