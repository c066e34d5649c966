using System.Runtime.CompilerServices;

namespace TherapyChain.Tests;

/// <summary>Finds the files of <c>tests/data</c> where they lie in the repository.</summary>
public static class TestData
{
    public static string Path(string name) => System.IO.Path.GetFullPath(System.IO.Path.Combine(Here(), "..", "data", name));

    private static string Here([CallerFilePath] string file = "") => System.IO.Path.GetDirectoryName(file)!;
}
