using TherapyChain.Server.Words;

namespace TherapyChain.Server.Pages.Access;

/// <summary>What the script of passkeys says when it fails, in the language of the page: attributes of the element it works in.</summary>
internal static class PasskeyWords
{
    public static Dictionary<string, object> Of(PageTongue words) => new(StringComparer.Ordinal)
    {
        ["data-cancelled"] = words[$"Nothing came from your device: it was cancelled, took too long, or has no passkey for this server."],
        ["data-known"] = words[$"This device holds a passkey for this server already."],
        ["data-address"] = words[$"Passkeys do not work at this address. Open the server by the name it was set up with."],
        ["data-silent"] = words[$"The server did not answer. Try again."],
    };
}
