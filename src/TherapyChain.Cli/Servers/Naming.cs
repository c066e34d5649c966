using System.CommandLine;

namespace TherapyChain.Cli.Servers;

/// <summary>Options of the form <c>name=value</c>, as often as needed.</summary>
internal static class Naming
{
    public static Option<(string Name, string Value)[]> Option(string option, string description, string form) => new(option)
    {
        Description = description,
        HelpName = form,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => [],
        CustomParser = result =>
        {
            var pairs = new List<(string, string)>();
            foreach (var token in result.Tokens)
            {
                if (token.Value.Split('=', 2) is [{ Length: > 0 } name, var value]) pairs.Add((name.Trim(), value));
                else result.AddError($"{option} is written {form}; not \"{token.Value}\".");
            }
            return [.. pairs];
        },
    };
}
