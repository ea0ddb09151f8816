using Vespid.Silo.Configuration;

namespace Vespid.Tests.Unit.Configuration;

public sealed class EnvironmentValuesTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Set_to_nothing_is_not_set()
    {
        var values = EnvironmentValues.Of(new Dictionary<string, string> { ["A"] = "", ["B"] = "b" });

        Assert.Null(values["A"]);
        Assert.Equal("b", values["B"]);
        Assert.Null(values["C"]);
        Assert.Null(values.File);
    }

    [Fact]
    public void A_variable_of_the_process_comes_before_one_of_the_file()
    {
        var own = Environment.GetEnvironmentVariable("PATH");
        File.WriteAllText(_file, "PATH=of-the-file\nVESPID_TEST_ONLY_IN_FILE=here\n");

        var values = EnvironmentValues.Read(_file);

        Assert.Equal(own, values["PATH"]);
        Assert.Equal("here", values["VESPID_TEST_ONLY_IN_FILE"]);
        Assert.Equal(_file, values.File);
        Assert.Null(EnvironmentValues.Read(null)["VESPID_TEST_ONLY_IN_FILE"]);
    }
}
