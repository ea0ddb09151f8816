// The private server, signals and process control of these tests are Unix's.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
[assembly: System.Runtime.Versioning.SupportedOSPlatform("macos")]

// Most of the time a test waits for a process, so two run at a time; what is measured in seconds or per cent runs alone (AloneCollection).
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
