// The private server, signals and process control of these tests are Unix's.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
[assembly: System.Runtime.Versioning.SupportedOSPlatform("macos")]

// Each test class starts processes of its own, and measures them in seconds: on two cores two at a time disturb each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
