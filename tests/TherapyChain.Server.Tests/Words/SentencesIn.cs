using System.Reflection;
using System.Reflection.Emit;
using System.Text;
using TherapyChain.Domain;

namespace TherapyChain.Server.Tests.Words;

/// <summary>
/// Every sentence that an assembly can tell, as its pattern. Read out of the compiled code, where each one is made by the same few calls: no way of writing one
/// in the source escapes.
/// </summary>
internal static class SentencesIn
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue =
        typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    public static IReadOnlySet<string> Assembly(Assembly assembly) =>
        assembly.GetTypes().Where(type => type != typeof(Sentence)).SelectMany(type => type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
            .SelectMany(Method).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Method(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code) yield break;
        // Sentences within sentences are whole before the outer one goes on.
        var begun = new Stack<Unfinished>();
        var (numbers, text) = (new List<int>(), "");
        foreach (var (op, operand) in Read(code))
        {
            if (Number(op, operand) is { } number)
            {
                numbers.Add(number);
                continue;
            }
            if (op == OpCodes.Ldstr) text = method.Module.ResolveString((int)operand);
            else if ((op == OpCodes.Newobj || op == OpCodes.Call || op == OpCodes.Callvirt) && Called(method, (int)operand) is { } called && called.DeclaringType == typeof(Sentence))
            {
                if (called.IsConstructor) begun.Push(new Unfinished(numbers[^2], numbers[^1]));
                else if (called.Name == nameof(Sentence.AppendLiteral)) begun.Peek().Literal(text);
                else if (called.Name == nameof(Sentence.AppendFormatted)) begun.Peek().Gap();
            }
            while (begun.TryPeek(out var top) && top.IsWhole) yield return begun.Pop().Pattern.ToString();
        }
        if (begun.Count > 0) throw new InvalidOperationException($"A sentence in {method.DeclaringType}.{method.Name} is not whole: \"{begun.Peek().Pattern}\".");
    }

    private static MethodBase? Called(MethodBase within, int token)
    {
        try
        {
            return within.Module.ResolveMethod(token, within.DeclaringType?.GetGenericArguments(), within.IsGenericMethod ? within.GetGenericArguments() : null);
        }
        catch (Exception unresolved) when (unresolved is ArgumentException or BadImageFormatException or TypeLoadException or FileNotFoundException)
        {
            return null;
        }
    }

    private static int? Number(OpCode op, long operand) =>
        op == OpCodes.Ldc_I4 || op == OpCodes.Ldc_I4_S ? (int)operand
        : op.Value >= OpCodes.Ldc_I4_0.Value && op.Value <= OpCodes.Ldc_I4_8.Value ? op.Value - OpCodes.Ldc_I4_0.Value : null;

    private static IEnumerable<(OpCode Op, long Operand)> Read(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? unchecked((short)(0xFE00 | code[at + 1])) : code[at];
            var op = OpCodesByValue[value];
            at += op.Size;
            var size = op.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
            yield return (op, size switch { 1 => unchecked((sbyte)code[at]), 4 => BitConverter.ToInt32(code, at), _ => 0 });
            at += size;
        }
    }

    private sealed class Unfinished(int letters, int gaps)
    {
        private int _letters = letters, _gaps = gaps, _next;

        public StringBuilder Pattern { get; } = new();

        public bool IsWhole => _letters == 0 && _gaps == 0;

        public void Literal(string text)
        {
            _letters -= text.Length;
            Pattern.Append(text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
        }

        public void Gap()
        {
            _gaps--;
            Pattern.Append('{').Append(_next++).Append('}');
        }
    }
}
