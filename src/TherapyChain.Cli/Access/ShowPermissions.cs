using System.CommandLine;
using TherapyChain.Domain.Access;

namespace TherapyChain.Cli.Access;

/// <summary><c>permissions</c>: who may do what, as this version of the program has it.</summary>
internal static class ShowPermissions
{
    public static Command Verb() => Cli.Verb.Create("permissions", "Who may do what: roles, acts, and how the person's site stands to the order.", [],
        (_, _) => Task.FromResult(Show(PermissionTable.Shipped)));

    private static Answer Show(PermissionTable table) => new(
        ExitCode.Good,
        new
        {
            acts = table.All.Select(a => new
            {
                act = a.Name, what = a.What.Words, about = a.About, needsKey = !a.NeedsNoKey, also = a.Also,
                granted = a.Granted.ToDictionary(g => PermissionFile.WordOf(g.Key), g => g.Value.Order(StringComparer.Ordinal)),
            }),
        },
        page =>
        {
            foreach (var act in table.All)
            {
                page.Heading($"{act.Name}: {act.What}");
                var who = act.Granted.Keys.Order().Select(r => (PermissionFile.WordOf(r), PermissionText.Who(act, r)));
                if (act.NeedsNoKey) who = [("anybody", "without a key")];
                page.Fields([.. who.Concat(act.Also is { } also ? [("also", also)] : [])]);
            }
        });
}
