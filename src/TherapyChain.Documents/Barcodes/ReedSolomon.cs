namespace TherapyChain.Documents.Barcodes;

/// <summary>Error correction of Data Matrix: Reed-Solomon over GF(256) with the polynomial x⁸+x⁵+x³+x²+1, roots 2¹ to 2ⁿ (ISO/IEC 16022 annex E).</summary>
static class ReedSolomon
{
    const int Polynomial = 0x12D;

    static readonly byte[] powers = new byte[255], logarithms = new byte[256];

    static ReedSolomon()
    {
        for (int i = 0, x = 1; i < 255; i++)
        {
            (powers[i], logarithms[x]) = ((byte)x, (byte)i);
            x <<= 1;
            if (x > 255) x ^= Polynomial;
        }
    }

    /// <summary>The check codewords: the remainder of the data times xⁿ, divided by the generator.</summary>
    public static byte[] Check(ReadOnlySpan<byte> data, int count)
    {
        var generator = Generator(count);
        var rest = new byte[count];
        foreach (var codeword in data)
        {
            var factor = (byte)(codeword ^ rest[0]);
            rest.AsSpan(1).CopyTo(rest);
            rest[^1] = 0;
            for (var i = 0; i < count; i++) rest[i] ^= Times(factor, generator[i]);
        }
        return rest;
    }

    // Coefficients from the highest power but one downwards; the highest is 1.
    static byte[] Generator(int count)
    {
        byte[] product = [1];
        for (var root = 1; root <= count; root++)
        {
            var next = new byte[product.Length + 1];
            for (var i = 0; i < product.Length; i++)
            {
                next[i] ^= product[i];
                next[i + 1] ^= Times(product[i], powers[root]);
            }
            product = next;
        }
        return product[1..];
    }

    static byte Times(byte a, byte b) => a == 0 || b == 0 ? (byte)0 : powers[(logarithms[a] + logarithms[b]) % 255];
}
