using System.Collections.Immutable;

namespace TherapyChain.Domain.Workflows.Files;

/// <summary>A finding before its place is known as line and column: <paramref name="Where"/> is a path of keys, <c>steps/thaw/requires</c>.</summary>
internal sealed record Remark(string Code, string Where, Sentence Message)
{
    public ImmutableArray<string> Path { get; init; } = [];

    public Finding In(Yaml? file)
    {
        var (line, column) = file?.Find(Where) ?? (0, 0);
        return new Finding(Code, line, column, Message) { Path = Path };
    }
}
