using System.Text;
using NodaTime;
using TherapyChain.Exchange.Loggers;
using TherapyChain.Testing;
using static TherapyChain.Tests.Loggers.Samples;

namespace TherapyChain.Tests.Loggers;

public class BadLoggerFilesTests
{
    [Theory]
    [InlineData("", LoggerFault.Empty, null)]
    [InlineData("\r\n \r\n", LoggerFault.Empty, null)]
    [InlineData("<html></html>", LoggerFault.Unrecognised, 1)]
    [InlineData("PK\n\0\0", LoggerFault.NotText, 2)]
    public void What_is_no_logger_file_is_refused(string text, LoggerFault fault, int? line)
    {
        var refused = Refused(Encoding.UTF8.GetBytes(text));
        Assert.Equal((fault, line), (refused.Fault, refused.Line));
    }

    [Fact]
    public async Task A_file_over_the_limit_is_refused_before_it_is_kept()
    {
        var bytes = Bytes(QTag);
        Assert.IsType<LoggerOutcome.Parsed>(LoggerFiles.Read(bytes, maxBytes: bytes.Length));
        Assert.Equal(LoggerFault.TooLarge, Assert.IsType<LoggerOutcome.Refused>(LoggerFiles.Read(bytes, maxBytes: bytes.Length - 1)).Fault);
        using var stream = new MemoryStream(bytes);
        var streamed = await LoggerFiles.ReadAsync(stream, maxBytes: 1000, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(LoggerFault.TooLarge, Assert.IsType<LoggerOutcome.Refused>(streamed).Fault);
    }

    [Theory]
    [InlineData(FridgeTag)]
    [InlineData(UltraLow)]
    [InlineData(QTag)]
    [InlineData(HoboMx)]
    [InlineData(HoboWare)]
    [InlineData(Semicolon)]
    public void A_cut_file_is_refused_with_the_line_wherever_it_is_cut(string file)
    {
        var bytes = Bytes(file);
        var last = bytes.AsSpan().TrimEnd("\r\n"u8).Length;
        // From the point where the layout can be told, to the last byte that says something; a profile also needs the last line break.
        var first = file == Semicolon ? bytes.AsSpan().IndexOf("\r\n1;"u8) : file is HoboMx or HoboWare ? bytes.AsSpan().IndexOf("(LGR"u8) is > 0 and var at ? at : 60 : 8;
        for (var cut = first; cut < last; cut += bytes.Length > 5000 && cut < last - 200 ? 37 : 1)
        {
            // A table without an end mark, cut exactly between two rows, cannot be told from a whole one; the record's remarks say so.
            if (file == Semicolon && bytes[cut - 1] == '\n' && bytes[cut - 2] == '\r' && bytes.AsSpan(0, cut).Count("\n"u8) > 6) continue;
            var refused = Refused(bytes[..cut]);
            Assert.Equal(LoggerFault.CutShort, refused.Fault);
            Assert.Equal(Encoding.UTF8.GetString(bytes, 0, cut).TrimEnd().Count(c => c == '\n') + 1, refused.Line);
        }
    }

    [Fact]
    public void A_last_row_without_its_line_break_is_not_believed()
    {
        // -190,9 cut to -190 would be a number too.
        var bytes = Bytes(Semicolon);
        var refused = Refused(bytes[..^2]);
        Assert.Equal((LoggerFault.CutShort, 10), (refused.Fault, refused.Line));
    }

    [Theory]
    [InlineData(QTag, "2023-04-17 15:33\t11.2", "2023-04-17 15:33\t1l.2", LoggerFault.NotANumber, "\"1l.2\" is no temperature.")]
    [InlineData(QTag, "2023-04-17 15:33\t11.2", "2023-04-17 15:33\t11,2", LoggerFault.NotANumber, "\"11,2\" is no temperature.")]
    [InlineData(QTag, "2023-04-17 15:33\t11.2", "2023-04-17 15:33\t-300.0", LoggerFault.NotANumber, "\"-300.0\" is no temperature.")]
    [InlineData(QTag, "2023-04-17 15:33\t11.2", "2023-04-31 15:33\t11.2", LoggerFault.Malformed, "\"2023-04-31 15:33\" is no time.")]
    [InlineData(QTag, "2023-04-17 15:33\t11.2", "2023-04-17 15:23\t11.2", LoggerFault.Duplicate, "2023-04-17 15:23:00 stands in the file twice (before, in line 68).")]
    [InlineData(QTag, "2023-04-17 15:33\t11.2", "2023-04-17 15:13\t11.2", LoggerFault.OutOfOrder, "2023-04-17 15:13:00 is earlier than the row before it, 2023-04-17 15:23:00.")]
    [InlineData(QTag, "2023-04-17 15:33\t11.2", "0023-04-17 15:33\t11.2", LoggerFault.Malformed, "0023-04-17 15:33:00 is no time at which a logger ran.")]
    [InlineData(HoboMx, "2,03-21-2022 18:20:00,20.76", "2,03-21-2022 18:20:00,20.7.6", LoggerFault.NotANumber, "\"20.7.6\" is no temperature.")]
    [InlineData(HoboMx, "2,03-21-2022 18:20:00,20.76", "2,21-03-2022 18:20:00,20.76", LoggerFault.Malformed, "\"21-03-2022 18:20:00\" is no time of the form MM-dd-uuuu HH:mm:ss.")]
    [InlineData(HoboMx, "2,03-21-2022 18:20:00,20.76", "2,03-21-2022 18:20:00", LoggerFault.Malformed, "The row has 15 fields, not 16.")]
    [InlineData(Semicolon, "-191,2", "-191.2", LoggerFault.NotANumber, "\"-191.2\" is no temperature.")]
    public void A_bad_row_is_named(string file, string old, string replacement, LoggerFault fault, string why)
    {
        var refused = Refused(With(file, old, replacement));
        Assert.Equal((fault, why), (refused.Fault, refused.Why));
        Assert.Equal(Encoding.UTF8.GetString(Bytes(file)).Split(old)[0].Count(c => c == '\n') + 1, refused.Line);
    }

    [Fact]
    public void A_value_of_the_device_that_is_not_a_number_is_named()
    {
        var refused = Refused(With(QTag, " MKT: 10.4", " MKT: 1o.4"));
        Assert.Equal((LoggerFault.NotANumber, "\"Res/MKT\" is \"1o.4\", which is no value of its kind."), (refused.Fault, refused.Why));
    }

    [Fact]
    [Requirement("A11-01")]
    public void A_signature_that_is_damaged_is_refused() =>
        Assert.Equal(LoggerFault.Malformed, Refused(With(QTag, "Sig: 8557", "Sig: 85g7")).Fault);

    [Theory]
    [InlineData(QTag, " Zone: 0.00", " Zone:")]
    [InlineData(HoboMx, "Pacific Standard Time", "Heure locale")]
    [InlineData(HoboWare, "Date Time, GMT-05:00", "Date Time")]
    [InlineData(Semicolon, "Zeitzone;UTC+01:00", "Zeitzone;MEZ")]
    public void A_zone_that_the_file_does_not_tell_must_come_from_the_caller(string file, string old, string replacement)
    {
        var bytes = With(file, old, replacement);
        Assert.IsType<LoggerOutcome.ZoneNeeded>(Read(bytes));
        var record = Assert.IsType<LoggerOutcome.Parsed>(Read(bytes, "Etc/GMT+5")).Record;
        Assert.Equal(("Etc/GMT+5", ZoneSource.Caller), (record.Zone.Id, record.ZoneSource));
    }

    [Fact]
    public void An_offset_in_the_file_stands_against_the_caller_and_a_doubtful_zone_does_not()
    {
        Assert.Equal(ZoneSource.File, Parse(HoboWare, "Europe/Berlin").ZoneSource);
        Assert.Equal(ZoneSource.File, Parse(Semicolon, "Europe/Berlin").ZoneSource);
        Assert.Equal("Europe/Berlin", Parse(QTag, "Europe/Berlin").Zone.Id);
        Assert.Equal("Etc/GMT+8", Parse(HoboMx, "Etc/GMT+8").Zone.Id);
    }

    [Fact]
    public void Latin_1_is_read_where_the_layout_has_it_and_refused_elsewhere()
    {
        byte[] Latin(string file) => Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(Bytes(file)).TrimStart('\uFEFF'));
        Assert.IsType<LoggerOutcome.Parsed>(Read(Latin(HoboWare)));
        Assert.Equal((LoggerFault.NotText, 1), (Refused(Latin(HoboMx)).Fault, Refused(Latin(HoboMx)).Line));
    }

    [Fact]
    public void Two_bytes_a_character_are_read_by_their_mark()
    {
        var text = Encoding.UTF8.GetString(Bytes(Semicolon)).TrimStart('\uFEFF');
        Assert.IsType<LoggerOutcome.Parsed>(Read([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)]));
        Assert.IsType<LoggerOutcome.Parsed>(Read([.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)]));
    }

    [Theory]
    [InlineData("{ \"name\": \"x\", \"delimiter\": \";\" }", "headerRow")]
    [InlineData("{ \"nome\": \"x\" }", "nome")]
    [InlineData("{ ", "line 1")]
    [InlineData("{\"name\":\"x\",\"delimiter\":\",\",\"decimalSign\":\",\",\"headerRow\":1,\"timeColumn\":\"t\",\"temperatureColumn\":\"c\",\"timePattern\":\"uuuu\"}", "same")]
    public void A_profile_that_cannot_be_used_says_why(string json, string word)
    {
        Assert.False(LoggerProfileFile.TryParse(json, out _, out var problem));
        Assert.Contains(word, problem, StringComparison.Ordinal);
    }
}
