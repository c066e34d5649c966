using System.Text.Json;

namespace TherapyChain.Cli.Servers;

/// <summary>A "no" of the server for people: what it is, then every reason with its code and the field it concerns.</summary>
internal static class ProblemPage
{
    public static Answer Of(int status, JsonElement problem)
    {
        using var words = new StringWriter();
        var page = new Page(words);
        page.Line(problem.Text("title") ?? $"HTTP {status}");
        var reasons = problem.Items("reasons").ToList();
        if (reasons.Count == 0) page.Item(problem.Text("detail") ?? "");
        foreach (var reason in reasons)
            page.Item($"{reason.Text("message")} [{reason.Text("code")}{(reason.Text("field") is { } field ? $", {field}" : "")}]");
        if (problem.TryGetProperty("line", out var line))
            page.Line($"  at line {line}{(problem.TryGetProperty("column", out var column) ? $", column {column}" : "")}");
        if (status >= 500) page.Line($"  traceId {problem.Text("traceId")}");
        return new Answer(status is 400 or 401 or 415 ? ExitCode.WrongUse : ExitCode.Finding, problem, _ => { }, words.ToString().TrimEnd());
    }
}

/// <summary>Reads the server's JSON without a class for each shape: what is printed is what was sent.</summary>
internal static class JsonReading
{
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value.ToString() : null;

    public static bool Is(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>The elements of an array; none when it is not there.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    /// <summary>The texts of an array, one after the other.</summary>
    public static string List(this JsonElement element, string name, string between = ", ") =>
        string.Join(between, element.Items(name).Select(item => item.ToString()));

    /// <summary>The members of an object; none when it is not there.</summary>
    public static IEnumerable<JsonProperty> Members(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : [];

    /// <summary>The wall clock of a moment.</summary>
    public static string Local(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var moment) ? moment.Text("local") ?? "" : "";
}
