using TherapyChain.Domain.Network;

namespace TherapyChain.Server.Demo;

/// <summary>The network of the demonstration: <c>network.yaml</c>, read by the same reader as any other, without keys.</summary>
internal static class DemoNetwork
{
    public static Roster Read()
    {
        using var file = typeof(DemoNetwork).Assembly.GetManifestResourceStream("TherapyChain.Server.Demo.network.yaml")!;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return NetworkFile.Read(bytes.ToArray(), new Dictionary<string, Site>()) switch
        {
            NetworkFile.Reading.Sound { Roster: var roster } => roster with { MakesKeys = false },
            NetworkFile.Reading.Unsound unsound => throw new InvalidOperationException($"The demonstration network: {string.Join("; ", unsound.Findings)}"),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }
}
