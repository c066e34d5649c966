namespace TherapyChain.Documents.Barcodes;

/// <summary>Where each bit of each codeword goes in a square Data Matrix: diagonal sweeps of eight-module shapes, and four shapes for corners
/// (ISO/IEC 16022 annex F).</summary>
sealed class DataMatrixPlacement
{
    /// <summary>A module that no codeword reaches, and its colour.</summary>
    public const int Light = -1, Dark = -2;

    const int Free = -3;

    readonly int side;
    readonly int[,] places;

    DataMatrixPlacement(int side)
    {
        this.side = side;
        places = new int[side, side];
        for (var i = 0; i < side * side; i++) places[i / side, i % side] = Free;
    }

    /// <summary>For each module, codeword × 8 + bit (0: the highest), or <see cref="Light"/> or <see cref="Dark"/>.</summary>
    public static int[,] Of(int side)
    {
        var placement = new DataMatrixPlacement(side);
        placement.Sweep();
        return placement.places;
    }

    void Sweep()
    {
        int codeword = 0, row = 4, column = 0;
        do
        {
            if (row == side && column == 0) Corner(codeword++, (-1, 0), (-1, 1), (-1, 2), (0, -2), (0, -1), (1, -1), (2, -1), (3, -1));
            if (row == side - 2 && column == 0 && side % 4 != 0) Corner(codeword++, (-3, 0), (-2, 0), (-1, 0), (0, -4), (0, -3), (0, -2), (0, -1), (1, -1));
            if (row == side - 2 && column == 0 && side % 8 == 4) Corner(codeword++, (-3, 0), (-2, 0), (-1, 0), (0, -2), (0, -1), (1, -1), (2, -1), (3, -1));
            if (row == side + 4 && column == 2 && side % 8 == 0) Corner(codeword++, (-1, 0), (-1, -1), (0, -3), (0, -2), (0, -1), (1, -3), (1, -2), (1, -1));
            do
            {
                if (row < side && column >= 0 && places[row, column] == Free) Shape(codeword++, row, column);
                row -= 2;
                column += 2;
            }
            while (row >= 0 && column < side);
            row += 1;
            column += 3;
            do
            {
                if (row >= 0 && column < side && places[row, column] == Free) Shape(codeword++, row, column);
                row += 2;
                column -= 2;
            }
            while (row < side && column >= 0);
            row += 3;
            column += 1;
        }
        while (row < side || column < side);
        if (places[side - 1, side - 1] != Free) return;
        places[side - 1, side - 1] = places[side - 2, side - 2] = Dark;
        places[side - 1, side - 2] = places[side - 2, side - 1] = Light;
    }

    void Shape(int codeword, int row, int column)
    {
        ReadOnlySpan<(int Row, int Column)> shape = [(-2, -2), (-2, -1), (-1, -2), (-1, -1), (-1, 0), (0, -2), (0, -1), (0, 0)];
        for (var bit = 0; bit < 8; bit++)
        {
            var (y, x) = (row + shape[bit].Row, column + shape[bit].Column);
            // What leaves at the top or left comes in again on the other side, shifted.
            if (y < 0) (y, x) = (y + side, x + 4 - (side + 4) % 8);
            if (x < 0) (y, x) = (y + 4 - (side + 4) % 8, x + side);
            places[y, x] = codeword * 8 + bit;
        }
    }

    // Below zero counts from the end.
    void Corner(int codeword, params ReadOnlySpan<(int Row, int Column)> shape)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            var (y, x) = shape[bit];
            places[y < 0 ? y + side : y, x < 0 ? x + side : x] = codeword * 8 + bit;
        }
    }
}
