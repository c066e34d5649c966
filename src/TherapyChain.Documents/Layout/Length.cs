namespace TherapyChain.Documents.Layout;

/// <summary>All lengths of the layout are points (1/72 inch); paper is thought of in millimetres.</summary>
public static class Length
{
    public const double A4Width = 210 * 72 / 25.4;
    public const double A4Height = 297 * 72 / 25.4;

    public static double Mm(double millimetres) => millimetres * 72 / 25.4;

    public static double InMm(double points) => points * 25.4 / 72;
}
