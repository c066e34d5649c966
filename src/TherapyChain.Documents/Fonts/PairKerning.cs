using System.Numerics;
using static TherapyChain.Documents.Fonts.TrueTypeFont;

namespace TherapyChain.Documents.Fonts;

/// <summary>
/// Kerning from the <c>GPOS</c> table: the pair adjustments (lookup type 2, plain or in an extension) of the <c>kern</c> feature.
/// Only the horizontal advance of the left glyph is used, which is all that Latin, Greek and Cyrillic fonts put there.
/// </summary>
sealed class PairKerning
{
    public static readonly PairKerning None = new([], 1);

    readonly Subtable[] subtables;
    readonly float scale;

    PairKerning(Subtable[] subtables, float scale) => (this.subtables, this.scale) = (subtables, scale);

    public float Between(ushort left, ushort right)
    {
        // The first subtable that knows the pair decides, even when it says zero.
        foreach (var subtable in subtables)
            if (subtable.TryGet(left, right, out var value))
                return value * scale;
        return 0;
    }

    public static PairKerning Read(byte[] gpos, int glyphs, float scale)
    {
        var features = U16(gpos, 6);
        var lookups = U16(gpos, 8);
        var wanted = new SortedSet<int>();
        for (var i = 0; i < U16(gpos, features); i++)
        {
            var record = features + 2 + 6 * i;
            if (!gpos.AsSpan(record, 4).SequenceEqual("kern"u8)) continue;
            var feature = features + U16(gpos, record + 4);
            for (var k = 0; k < U16(gpos, feature + 2); k++) wanted.Add(U16(gpos, feature + 4 + 2 * k));
        }

        var found = new List<Subtable>();
        foreach (var index in wanted)
        {
            var lookup = lookups + U16(gpos, lookups + 2 + 2 * index);
            for (var k = 0; k < U16(gpos, lookup + 4); k++)
            {
                var at = lookup + U16(gpos, lookup + 6 + 2 * k);
                var kind = U16(gpos, lookup);
                if (kind == 9) (kind, at) = (U16(gpos, at + 2), at + (int)U32(gpos, at + 4));
                if (kind != 2 || (U16(gpos, at + 4) & 4) == 0) continue;
                found.Add(U16(gpos, at) == 1 ? new PairList(gpos, at, glyphs) : new ClassMatrix(gpos, at, glyphs));
            }
        }

        return new([.. found], scale);
    }

    static int Size(int valueFormat) => 2 * BitOperations.PopCount((uint)valueFormat & 0xFF);

    // The advance comes after the two placements, where the value format has them.
    static int AdvanceOffset(int valueFormat) => Size(valueFormat & 3);

    abstract class Subtable
    {
        protected Subtable(byte[] gpos, int at, int glyphs)
        {
            Left = new short[glyphs];
            Array.Fill(Left, (short)-1);
            var coverage = at + U16(gpos, at + 2);
            for (var i = 0; i < U16(gpos, coverage + 2); i++)
            {
                if (U16(gpos, coverage) == 1)
                {
                    Left[U16(gpos, coverage + 4 + 2 * i)] = (short)i;
                    continue;
                }

                var range = coverage + 4 + 6 * i;
                for (int glyph = U16(gpos, range), index = U16(gpos, range + 4); glyph <= U16(gpos, range + 2); glyph++) Left[glyph] = (short)index++;
            }
        }

        /// <summary>Coverage index of a left glyph, -1 when the subtable does not speak of it.</summary>
        protected short[] Left { get; }

        public abstract bool TryGet(ushort left, ushort right, out short value);
    }

    sealed class PairList : Subtable
    {
        readonly Dictionary<int, short> pairs = [];

        public PairList(byte[] gpos, int at, int glyphs) : base(gpos, at, glyphs)
        {
            int first = U16(gpos, at + 4), step = 2 + Size(first) + Size(U16(gpos, at + 6));
            for (var left = 0; left < glyphs; left++)
            {
                if (Left[left] < 0) continue;
                var set = at + U16(gpos, at + 10 + 2 * Left[left]);
                for (var i = 0; i < U16(gpos, set); i++)
                {
                    var record = set + 2 + step * i;
                    pairs.TryAdd(left << 16 | U16(gpos, record), S16(gpos, record + 2 + AdvanceOffset(first)));
                }
            }
        }

        public override bool TryGet(ushort left, ushort right, out short value)
        {
            value = 0;
            return Left[left] >= 0 && pairs.TryGetValue(left << 16 | right, out value);
        }
    }

    sealed class ClassMatrix : Subtable
    {
        readonly ushort[] leftClass, rightClass;
        readonly short[] values;
        readonly int columns;

        public ClassMatrix(byte[] gpos, int at, int glyphs) : base(gpos, at, glyphs)
        {
            leftClass = Classes(gpos, at + U16(gpos, at + 8), glyphs);
            rightClass = Classes(gpos, at + U16(gpos, at + 10), glyphs);
            columns = U16(gpos, at + 14);
            values = new short[U16(gpos, at + 12) * columns];
            int first = U16(gpos, at + 4), step = Size(first) + Size(U16(gpos, at + 6));
            for (var i = 0; i < values.Length; i++) values[i] = S16(gpos, at + 16 + step * i + AdvanceOffset(first));
        }

        public override bool TryGet(ushort left, ushort right, out short value)
        {
            value = 0;
            if (Left[left] < 0) return false;
            value = values[leftClass[left] * columns + rightClass[right]];
            return true;
        }

        static ushort[] Classes(byte[] gpos, int at, int glyphs)
        {
            var classes = new ushort[glyphs];
            if (U16(gpos, at) == 1)
            {
                for (var i = 0; i < U16(gpos, at + 4); i++) classes[U16(gpos, at + 2) + i] = U16(gpos, at + 6 + 2 * i);
                return classes;
            }

            for (var i = 0; i < U16(gpos, at + 2); i++)
            {
                var range = at + 4 + 6 * i;
                classes.AsSpan(U16(gpos, range), U16(gpos, range + 2) - U16(gpos, range) + 1).Fill(U16(gpos, range + 4));
            }

            return classes;
        }
    }
}
