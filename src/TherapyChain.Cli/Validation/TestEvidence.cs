using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;

namespace TherapyChain.Cli.Validation;

/// <summary>What a test run left: the outcome of each test, as Class.Method, out of TRX files.</summary>
internal sealed record TestEvidence(ImmutableArray<TestEvidence.Run> Runs, ImmutableDictionary<string, TestEvidence.Outcome> Tests)
{
    public sealed record Run(string File, byte[] Bytes, string Finished, int Passed, int Failed, int NotRun);

    /// <summary>A test with several sets of data counts as failed when one of them failed.</summary>
    public sealed record Outcome(int Passed, int Failed, int NotRun)
    {
        public string Word => Failed > 0 ? "FAILED" : Passed == 0 ? "not run" : NotRun > 0 ? $"passed, {NotRun} not run" : "passed";

        public bool IsPassed => Failed == 0 && Passed > 0;
    }

    public string WordOf(string test) => Tests.TryGetValue(test, out var outcome) ? outcome.Word : "no result";

    /// <exception cref="FormatException">A file is no TRX.</exception>
    public static TestEvidence Read(IEnumerable<string> files)
    {
        var runs = ImmutableArray.CreateBuilder<Run>();
        var tests = new Dictionary<string, Outcome>(StringComparer.Ordinal);
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(file);
            var root = Root(file, bytes);
            var ns = root.Name.Namespace;
            var names = root.Descendants(ns + "UnitTest").Where(t => t.Attribute("id") is not null).ToDictionary(t => t.Attribute("id")!.Value, NameOf);
            var total = new Outcome(0, 0, 0);
            foreach (var result in root.Descendants(ns + "UnitTestResult"))
            {
                var one = (string?)result.Attribute("outcome") switch { "Passed" => new Outcome(1, 0, 0), "NotExecuted" => new Outcome(0, 0, 1), _ => new Outcome(0, 1, 0) };
                total = Sum(total, one);
                if ((string?)result.Attribute("testId") is { } id && names.TryGetValue(id, out var name)) tests[name] = Sum(tests.GetValueOrDefault(name) ?? new Outcome(0, 0, 0), one);
            }
            runs.Add(new Run(Path.GetFileName(file), bytes, (string?)root.Element(ns + "Times")?.Attribute("finish") ?? "", total.Passed, total.Failed, total.NotRun));
        }
        return new TestEvidence(runs.ToImmutable(), tests.ToImmutableDictionary(StringComparer.Ordinal));
    }

    private static Outcome Sum(Outcome a, Outcome b) => new(a.Passed + b.Passed, a.Failed + b.Failed, a.NotRun + b.NotRun);

    private static string NameOf(XElement test)
    {
        var method = test.Elements().FirstOrDefault(e => e.Name.LocalName == "TestMethod");
        var (type, name) = ((string?)method?.Attribute("className") ?? "", (string?)method?.Attribute("name") ?? "");
        name = name.Split('(')[0];
        return $"{type.Split(',')[0].Split('.', '+')[^1]}.{name.Split('.')[^1]}";
    }

    private static XElement Root(string file, byte[] bytes)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes));
            var root = XElement.Load(reader);
            return root.Name.LocalName == "TestRun" ? root : throw new FormatException($"{file} is no TRX file: it begins with <{root.Name.LocalName}>.");
        }
        catch (XmlException no)
        {
            throw new FormatException($"{file} is no TRX file: {no.Message}", no);
        }
    }
}
