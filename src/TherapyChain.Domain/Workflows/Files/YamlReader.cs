using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace TherapyChain.Domain.Workflows.Files;

/// <summary>
/// Reads the part of YAML that our files use: one document of mappings, lists and scalars. Anchors, aliases, tags and further documents
/// are refused: they would let a file say something other than what a reviewer sees. Built from the parser's events, so that every
/// duplicate key is found and a file nested without end cannot exhaust the stack.
/// </summary>
internal static class YamlReader
{
    private const int MaxDepth = 16;

    /// <summary>No name of ours is near it; a key stands in every finding below it, so that a long one would be repeated without end.</summary>
    private const int LongestKey = 200;

    /// <summary>Nobody reads more, and a file built to be wrong everywhere must not become an answer many times its size.</summary>
    public const int MostFindings = 200;

    public static Yaml? Read(string text, ICollection<Finding> findings)
    {
        var open = new Stack<Level>();
        Yaml? root = null;
        var before = findings.Count;
        var parser = new Parser(new StringReader(text));
        try
        {
            while (parser.MoveNext())
            {
                if (findings.Count >= MostFindings) return null;
                switch (parser.Current)
                {
                    case DocumentStart start when root is not null:
                        findings.Add(At(start.Start, "yaml-feature", $"A file holds one document; take out what begins here."));
                        return null;
                    case AnchorAlias alias:
                        findings.Add(At(alias.Start, "yaml-feature", $"References (*{alias.Value}) are not used in these files; write the value out."));
                        return null;
                    case NodeEvent node when !node.Anchor.IsEmpty || !node.Tag.IsEmpty:
                        findings.Add(At(node.Start, "yaml-feature", $"Anchors (&) and tags (!) are not used in these files; write the value out."));
                        return null;
                    case MappingStart or SequenceStart:
                        if (open.Count == MaxDepth)
                        {
                            findings.Add(At(parser.Current.Start, "yaml-feature", $"Nested deeper than {MaxDepth} levels, which none of these files needs."));
                            return null;
                        }
                        open.Push(new Level(parser.Current is MappingStart, parser.Current.Start));
                        break;
                    case MappingEnd or SequenceEnd:
                        Place(open.Pop().Close());
                        break;
                    case YamlDotNet.Core.Events.Scalar scalar:
                        var (line, column) = Position(scalar.Start);
                        Place(new Yaml.Scalar(line, column, scalar.Value, scalar.Style == ScalarStyle.Plain));
                        break;
                }
            }
        }
        catch (YamlException broken)
        {
            findings.Add(At(broken.Start, "yaml-syntax", $"This is not readable YAML: {broken.Message} Check indentation (spaces, never tabs), quotes and colons."));
            return null;
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException or IndexOutOfRangeException or OverflowException or FormatException)
        {
            // The package has bugs of its own on some broken texts; what it was reading then is not YAML either.
            findings.Add(At(parser.Current?.End ?? Mark.Empty, "yaml-syntax", $"This is not readable YAML from here on. Check indentation (spaces, never tabs), quotes, brackets and colons."));
            return null;
        }
        if (root is null) findings.Add(new Finding("yaml-empty", 1, 1, $"The file is empty."));
        return findings.Count == before ? root : null;

        void Place(Yaml node)
        {
            if (open.Count == 0) root = node;
            else open.Peek().Take(node, findings);
        }
    }

    private static Finding At(Mark mark, string code, Sentence message)
    {
        var (line, column) = Position(mark);
        return new Finding(code, line, column, message);
    }

    private static (int Line, int Column) Position(Mark mark) => ((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    /// <summary>A mapping or list whose end was not read yet.</summary>
    private sealed class Level(bool isMap, Mark start)
    {
        private readonly List<(Yaml.Scalar Key, Yaml Value)> _entries = [];
        private readonly Dictionary<string, Yaml.Scalar> _keys = new(StringComparer.Ordinal);
        private readonly List<Yaml> _items = [];
        private Yaml.Scalar? _key;
        private bool _expectsValue;

        public void Take(Yaml node, ICollection<Finding> findings)
        {
            if (!isMap) { _items.Add(node); return; }
            if (_expectsValue)
            {
                if (_key is { } key) _entries.Add((key, node));
                _expectsValue = false;
                return;
            }
            _expectsValue = true;
            _key = node as Yaml.Scalar;
            if (_key is null)
            {
                findings.Add(new Finding("wrong-kind", node.Line, node.Column, $"A key must be a single word."));
            }
            else if (_key.Text.Length > LongestKey)
            {
                findings.Add(new Finding("malformed-value", _key.Line, _key.Column, $"A key has at most {LongestKey} characters; this one has {_key.Text.Length}."));
            }
            else if (!_keys.TryAdd(_key.Text, _key) && _keys[_key.Text] is var first)
            {
                findings.Add(new Finding("duplicate-key", _key.Line, _key.Column,
                    $"\"{_key.Text}\" stands here a second time (first in line {first.Line}); which of the two is meant cannot be known. Keep one."));
            }
        }

        public Yaml Close()
        {
            var (line, column) = Position(start);
            return isMap ? new Yaml.Map(line, column, [.. _entries]) : new Yaml.Seq(line, column, [.. _items]);
        }
    }
}
