using System.Text.Json;

namespace TherapyChain.Testing;

/// <summary>Files under <c>tests/data</c>, found from wherever the tests run.</summary>
public static class TestData
{
    private static readonly string Root = Path.Combine(Shipped.Root, "tests", "data");

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    public static byte[] Bytes(string relative) => File.ReadAllBytes(PathOf(relative));

    public static string Text(string relative) => File.ReadAllText(PathOf(relative));

    public static JsonElement Json(string relative) => JsonSerializer.Deserialize<JsonElement>(Text(relative));
}
