using System.Text;
using System.Xml;
using System.Xml.Linq;
using NodaTime.Text;

namespace TherapyChain.Documents.Pdf;

/// <summary>The XMP packet (ISO 16684-1): the same statements as the information dictionary, for programs that read no PDF.</summary>
static class Metadata
{
    static readonly XNamespace rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    static readonly XNamespace dc = "http://purl.org/dc/elements/1.1/";
    static readonly XNamespace xmp = "http://ns.adobe.com/xap/1.0/";
    static readonly XNamespace pdf = "http://ns.adobe.com/pdf/1.3/";
    static readonly XNamespace meta = "adobe:ns:meta/";

    public static byte[] Xmp(PdfInfo info)
    {
        var created = InstantPattern.General.Format(info.Created);
        var description = new XElement(rdf + "Description", new XAttribute(rdf + "about", ""),
            new XElement(dc + "format", "application/pdf"),
            new XElement(dc + "title", Alternative(info.Title)),
            new XElement(dc + "language", new XElement(rdf + "Bag", new XElement(rdf + "li", info.Language))),
            info.Author is null ? null : new XElement(dc + "creator", new XElement(rdf + "Seq", new XElement(rdf + "li", Legal(info.Author)))),
            info.Subject is null ? null : new XElement(dc + "description", Alternative(info.Subject)),
            new XElement(xmp + "CreateDate", created), new XElement(xmp + "ModifyDate", created),
            new XElement(pdf + "Producer", Legal(info.Producer)));
        var packet = new XElement(meta + "xmpmeta", Prefix("x", meta),
            new XElement(rdf + "RDF", Prefix("rdf", rdf), Prefix("dc", dc), Prefix("xmp", xmp), Prefix("pdf", pdf), description));
        return Encoding.UTF8.GetBytes(
            $"<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n{packet.ToString(SaveOptions.DisableFormatting)}\n<?xpacket end=\"r\"?>");
    }

    static XElement Alternative(string text) =>
        new(rdf + "Alt", new XElement(rdf + "li", new XAttribute(XNamespace.Xml + "lang", "x-default"), Legal(text)));

    static XAttribute Prefix(string prefix, XNamespace name) => new(XNamespace.Xmlns + prefix, name);

    // XML has no form for most control characters, and a title is not worth losing a document.
    static string Legal(string text) =>
        string.Concat(text.EnumerateRunes().Select(r => r.IsBmp && !XmlConvert.IsXmlChar((char)r.Value) ? Rune.ReplacementChar : r));
}
