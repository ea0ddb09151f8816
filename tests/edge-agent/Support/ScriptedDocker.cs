namespace Vespid.Tests.EdgeAgent.Support;

/// <summary>A docker that notes what it is told. A container runs unless its name stands in the file <c>stopped</c>.</summary>
internal static class ScriptedDocker
{
    public static void PutBefore(EdgeHost edge)
    {
        edge.Environment["OXPULSE_RUNTIME"] = "docker";
        edge.Environment["OXPULSE_VERIFY_WAIT"] = "0";
        edge.AddTool("docker", $$"""
            #!/bin/sh
            case $* in
                inspect*) for last; do :; done; if grep -qsx "$last" {{edge.Folder}}/stopped; then echo false; else echo true; fi ;;
                *config*) ;;
                compose*) printf '%s\n' "$*" | sed 's/.*docker-compose.yml //' >>{{edge.Folder}}/docker-calls ;;
            esac
            """);
        edge.AddTool("awg-quick", "#!/bin/sh\nexit 0\n");
    }

    /// <summary>Lines of compose commands, without the file.</summary>
    public static string[] Told(EdgeHost edge) => File.ReadAllLines(Path.Combine(edge.Folder, "docker-calls"));
}
