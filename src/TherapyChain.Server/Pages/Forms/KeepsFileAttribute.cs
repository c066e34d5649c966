namespace TherapyChain.Server.Pages.Forms;

/// <summary>
/// A page whose form carries one file that must not be lost when the form comes too late: it is kept with what was typed, base 64, under <see cref="Kept"/>.
/// </summary>
/// <param name="field">The field it is uploaded in; where it goes along as base 64 in a field of its own it is typed text, and kept as that.</param>
/// <param name="longest">Bytes. A longer file is not kept.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KeepsFileAttribute(string field, int longest) : Attribute
{
    public const string Kept = "kept", KeptName = "kept-name";

    public string Field { get; } = field;

    public int Longest { get; } = longest;

    /// <summary>The bytes of a file that goes along in a field; none where there is no such.</summary>
    public static byte[] Read(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : [];
    }
}
