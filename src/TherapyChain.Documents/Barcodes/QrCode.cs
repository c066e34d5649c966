using System.Collections;
using QRCoder;

namespace TherapyChain.Documents.Barcodes;

/// <summary>QR code (ISO/IEC 18004) with error correction level M: about 15 % of it may be spoilt.</summary>
public static class QrCode
{
    /// <summary>Rows of modules, true for dark, with the quiet zone of four modules around.</summary>
    public static IReadOnlyList<BitArray> Encode(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        return data.ModuleMatrix;
    }
}
