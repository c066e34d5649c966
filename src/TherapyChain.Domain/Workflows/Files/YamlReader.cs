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

    public static Yaml? Read(string text, ICollection<Finding> findings)
    {
        var open = new Stack<Level>();
        Yaml? root = null;
        var before = findings.Count;
        try
        {
            var parser = new Parser(new StringReader(text));
            while (parser.MoveNext())
            {
                switch (parser.Current)
                {
                    case DocumentStart start when root is not null:
                        findings.Add(At(start.Start, "yaml-feature", "A file holds one document; take out what begins here."));
                        return null;
                    case AnchorAlias alias:
                        findings.Add(At(alias.Start, "yaml-feature", $"References (*{alias.Value}) are not used in these files; write the value out."));
                        return null;
                    case NodeEvent node when !node.Anchor.IsEmpty || !node.Tag.IsEmpty:
                        findings.Add(At(node.Start, "yaml-feature", "Anchors (&) and tags (!) are not used in these files; write the value out."));
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
        if (root is null) findings.Add(new Finding("yaml-empty", 1, 1, "The file is empty."));
        return findings.Count == before ? root : null;

        void Place(Yaml node)
        {
            if (open.Count == 0) root = node;
            else open.Peek().Take(node, findings);
        }
    }

    private static Finding At(Mark mark, string code, string message)
    {
        var (line, column) = Position(mark);
        return new Finding(code, line, column, message);
    }

    private static (int Line, int Column) Position(Mark mark) => ((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    /// <summary>A mapping or list whose end was not read yet.</summary>
    private sealed class Level(bool isMap, Mark start)
    {
        private readonly List<(Yaml.Scalar Key, Yaml Value)> _entries = [];
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
                findings.Add(new Finding("wrong-kind", node.Line, node.Column, "A key must be a single word."));
            }
            else if (_entries.FirstOrDefault(e => e.Key.Text == _key.Text) is { Key: { } first })
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
