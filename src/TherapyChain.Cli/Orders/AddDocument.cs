using System.CommandLine;
using TherapyChain.Cli.Servers;

namespace TherapyChain.Cli.Orders;

/// <summary><c>orders document</c> and <c>orders trace</c>: a file joins the order, byte for byte.</summary>
internal static class AddDocument
{
    public static Command Document()
    {
        var (order, file, type) = (ShowOrder.OrderArgument(), new Argument<string>("file") { Description = "The file to add." }, MediaType());
        var kind = new Option<string>("--kind")
        {
            Description = "document, certificate, customs, laboratory, consent, photograph or label.",
            HelpName = "kind",
            DefaultValueFactory = _ => "document",
        };
        return ServerVerb.Create("document", "Add a document to an order. Never one that names the patient.", [order, file, kind, type],
            (parsed, server, cancel) => SendAsync(
                server, parsed.GetRequiredValue(order), "documents", parsed.GetRequiredValue(file), parsed.GetValue(type),
                [("kind", parsed.GetValue(kind))], cancel));
    }

    public static Command Trace()
    {
        var (order, type) = (ShowOrder.OrderArgument(), MediaType());
        var file = new Argument<string>("logger file") { Description = "A file read out of a temperature logger." };
        var container = new Option<string>("--container")
        {
            Description = "The kind of container that travelled with the logger; its limits apply.",
            HelpName = "container",
            Required = true,
        };
        var zone = new Option<string?>("--zone")
        {
            Description = "The zone of the logger's clock, where the file does not say it.",
            HelpName = "IANA name or UTC+01:00",
        };
        return ServerVerb.Create("trace", "Add a logger file as evidence of a leg; it is read and judged against the container's limits.",
            [order, file, container, zone, type],
            (parsed, server, cancel) => SendAsync(
                server, parsed.GetRequiredValue(order), "traces", parsed.GetRequiredValue(file), parsed.GetValue(type),
                [("container", parsed.GetValue(container)), ("zone", parsed.GetValue(zone))], cancel));
    }

    private static async Task<Answer> SendAsync(
        ServerLink server, string order, string to, string file, string? mediaType, (string, string?)[] fields, CancellationToken cancel)
    {
        if (!File.Exists(file)) return Answer.Wrong($"There is no file {file}.");
        var query = ServerLink.Query([("name", Path.GetFileName(file)), .. fields]);
        var bytes = await File.ReadAllBytesAsync(file, cancel);
        return (await server.PostFileAsync($"{ShowOrder.Path(order)}/{to}{query}", bytes, mediaType ?? TypeOf(file), cancel)).Or(OrderPage.Stands);
    }

    private static Option<string?> MediaType() =>
        new("--media-type") { Description = "What the file is; taken from its name when left out.", HelpName = "type" };

    private static string TypeOf(string file) => Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".PDF" => "application/pdf",
        ".CSV" => "text/csv",
        ".TXT" => "text/plain",
        ".JSON" => "application/json",
        ".XML" => "application/xml",
        ".PNG" => "image/png",
        ".JPG" or ".JPEG" => "image/jpeg",
        ".TIF" or ".TIFF" => "image/tiff",
        _ => "application/octet-stream",
    };
}
