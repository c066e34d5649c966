using System.Text;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Custody.Bundles;
using TherapyChain.Testing;
using static TherapyChain.Domain.Custody.Verification;

namespace TherapyChain.Tests.Custody;

public sealed class BundleTests
{
    private const int Sections = 3;
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly BundledWorkflow Workflow = WorkflowOf("workflow: car-t-autologous-cryo\nversion: 3\ntitle: { en: \"Autologous CAR-T\", de: \"Für einen Patienten\" }\n");
    private static readonly List<SealedEntry> Entries = SealedRecords.Of(SealedRecords.Order, 8, Workflow.Sha256.ToString());
    private static readonly byte[] File = Write(Complete(SealedRecords.Order));

    [Fact]
    [Requirement("P11-02")]
    public async Task A_bundle_verifies_with_nothing_but_itself()
    {
        var sound = Assert.IsType<Sound>(await BundleVerifier.VerifyAsync(new MemoryStream(File), None));
        Assert.Equal(new Sound(SealedRecords.Order, Entries[^1].Hash, 8), sound);
    }

    [Fact]
    public void The_same_record_gives_the_same_file() => Assert.Equal(File, Write(Complete(SealedRecords.Order)));

    [Fact]
    public async Task A_bundle_read_in_drips_verifies_as_well()
    {
        Assert.IsType<Sound>(await BundleVerifier.VerifyAsync(new Dripping(File), None));
    }

    [Fact]
    [Requirement("P11-01")]
    public async Task Every_flipped_bit_of_every_byte_is_found_and_its_part_named()
    {
        var file = File.ToArray();
        var stream = new MemoryStream(file);
        var line = 1;
        for (var at = 0; at < file.Length; at++)
        {
            var whole = file[at];
            for (var bit = 0; bit < 8; bit++)
            {
                file[at] = (byte)(whole ^ 1 << bit);
                await NamedAsync(stream, line, at);
            }
            foreach (var other in "\n\"0a "u8.ToArray())
            {
                if (other == whole) continue;
                file[at] = other;
                await NamedAsync(stream, line, at);
            }
            file[at] = whole;
            if (whole == '\n') line++;
        }
        Assert.Equal(Sections + Entries.Count + 2, line);
    }

    [Fact]
    public async Task Every_cut_is_found()
    {
        for (var length = 0; length < File.Length; length++)
            Assert.IsType<Broken>(await BundleVerifier.VerifyAsync(new MemoryStream(File, 0, length), None));
    }

    [Fact]
    public async Task A_dropped_line_is_found_and_its_part_named()
    {
        for (var gone = 0; gone < Sections + Entries.Count + 1; gone++)
            AssertPart(gone + 1, await VerifyLinesAsync(lines => lines.RemoveAt(gone)));
    }

    [Fact]
    public async Task A_doubled_line_is_found_where_the_second_stands()
    {
        for (var twice = 0; twice < Sections + Entries.Count - 1; twice++)
            AssertPart(twice + 2, await VerifyLinesAsync(lines => lines.Insert(twice, lines[twice])));

        var last = Assert.IsType<Broken>(await VerifyLinesAsync(lines => lines.Insert(Sections + 7, lines[Sections + 7])));
        Assert.Equal((RecordPart.Entry, 9), (last.Part, last.Seq));
        AssertPart(Sections + 9, await VerifyLinesAsync(lines => lines.Insert(Sections + 8, lines[Sections + 8])));
    }

    [Fact]
    public async Task Two_swapped_lines_are_found_at_the_first()
    {
        var count = Sections + Entries.Count + 1;
        for (var a = 0; a < count; a++)
            for (var b = a + 1; b < count; b++)
            {
                var broken = Assert.IsType<Broken>(await VerifyLinesAsync(lines => (lines[a], lines[b]) = (lines[b], lines[a])));
                // The closing line in an entry's place ends the record there.
                if (b < count - 1 || a < Sections) AssertPart(a + 1, broken);
            }
    }

    [Fact]
    public async Task The_last_entry_dropped_or_another_one_added_is_named_by_its_number()
    {
        var dropped = Assert.IsType<Broken>(await VerifyLinesAsync(lines => lines.RemoveAt(Sections + 7)));
        Assert.Equal((RecordPart.Entry, 8, "The entry is missing"), (dropped.Part, dropped.Seq, dropped.What));

        var nine = Encoding.UTF8.GetString(Write(Complete(SealedRecords.Order), [.. Entries, SealedRecords.Next(SealedRecords.Order, Entries[^1])])).Split('\n');
        var added = Assert.IsType<Broken>(await VerifyLinesAsync(lines => lines.Insert(Sections + 8, nine[Sections + 8])));
        Assert.Equal((RecordPart.Entry, 9, "The entry was added"), (added.Part, added.Seq, added.What));
    }

    [Fact]
    public async Task A_file_whole_in_itself_but_put_together_wrongly_is_found()
    {
        var complete = Complete(SealedRecords.Order);
        await PutTogetherAsync(complete with { Order = OrderId.From(42) }, RecordPart.Header);
        await PutTogetherAsync(complete with { Workflows = [] }, RecordPart.Workflow);
        await PutTogetherAsync(complete with { Workflows = [WorkflowOf("another: file\n")] }, RecordPart.Workflow);
        await PutTogetherAsync(complete with { Workflows = [Workflow, WorkflowOf("another: file\n")] }, RecordPart.Workflow);
        await PutTogetherAsync(complete with { Documents = [] }, RecordPart.Documents);
        await PutTogetherAsync(complete with { Documents = [complete.Documents[0] with { Size = 1 }] }, RecordPart.Documents);
        await PutTogetherAsync(complete with { Documents = [.. complete.Documents, new BundledDocument(Hash.Of("x"u8), "x", "text/plain", 1)] }, RecordPart.Documents);
    }

    [Fact]
    public async Task A_later_format_and_an_unknown_member_are_refused_by_name()
    {
        var later = Assert.IsType<Broken>(await VerifyLinesAsync(lines => lines[0] = lines[0].Replace("\"v\":1", "\"v\":2", StringComparison.Ordinal)));
        Assert.Contains("version 2", later.ToString(), StringComparison.Ordinal);
        var unknown = Assert.IsType<Broken>(await VerifyLinesAsync(lines => lines[0] = lines[0].Replace("{\"format\"", "{\"checkpoint\":1,\"format\"", StringComparison.Ordinal)));
        Assert.Contains("\"checkpoint\" is not known", unknown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_bundle_is_refused_as_one()
    {
        foreach (var text in new[] { "", "\n", "hello", "{}\n{}\n{}\n", "%PDF-1.7\n", new string('x', 20 << 20) })
        {
            var broken = Assert.IsType<Broken>(await BundleVerifier.VerifyAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), None));
            Assert.Equal(RecordPart.Header, broken.Part);
        }
    }

    [Fact]
    public void A_workflow_whose_hash_is_not_its_own_is_never_written() =>
        Assert.Throws<ArgumentException>(() => Write(Complete(SealedRecords.Order) with { Workflows = [Workflow with { Text = "other" }] }));

    private static async Task PutTogetherAsync(Bundle bundle, RecordPart part)
    {
        var broken = Assert.IsType<Broken>(await BundleVerifier.VerifyAsync(new MemoryStream(Write(bundle)), None));
        Assert.Equal(part, broken.Part);
    }

    private static async Task NamedAsync(MemoryStream stream, int line, int at)
    {
        stream.Position = 0;
        var broken = await BundleVerifier.VerifyAsync(stream, None) as Broken;
        Assert.True(broken is not null, $"The change at byte {at} was not found.");
        AssertPart(line, broken);
    }

    private static void AssertPart(int line, Verification verification)
    {
        var broken = Assert.IsType<Broken>(verification);
        var (part, seq) = line switch
        {
            1 => (RecordPart.Header, 0),
            2 => (RecordPart.Workflow, 0),
            3 => (RecordPart.Documents, 0),
            _ when line <= Sections + Entries.Count => (RecordPart.Entry, line - Sections),
            _ => (RecordPart.ClosingLine, 0),
        };
        Assert.True((part, seq) == (broken.Part, broken.Seq), $"Line {line} should be named: {broken}");
    }

    private static Task<Verification> VerifyLinesAsync(Action<List<string>> change)
    {
        var lines = Encoding.UTF8.GetString(File).TrimEnd('\n').Split('\n').ToList();
        change(lines);
        return BundleVerifier.VerifyAsync(new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")))), None);
    }

    private static BundledWorkflow WorkflowOf(string text) => new("car-t-autologous-cryo", 3, Hash.Of(Encoding.UTF8.GetBytes(text)), text);

    private static Bundle Complete(OrderId order)
    {
        var names = new BundleNames();
        foreach (var entry in Entries) Assert.Null(names.Collect(entry.Bytes.Span));
        return new Bundle(order, [Workflow], [.. names.Documents]);
    }

    private static byte[] Write(Bundle bundle, List<SealedEntry>? entries = null)
    {
        using var file = new MemoryStream();
        // In memory nothing waits: the task is done when it comes back.
        BundleWriter.WriteAsync(bundle, (entries ?? Entries).ToAsyncEnumerable(), file, None).GetAwaiter().GetResult();
        return file.ToArray();
    }

    private sealed class Dripping(byte[] file) : MemoryStream(file)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..1], cancellationToken);
    }
}
