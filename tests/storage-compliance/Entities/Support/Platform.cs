using System.Runtime.Versioning;

// As the private server that these tests run on.
[assembly: UnsupportedOSPlatform("windows")]
