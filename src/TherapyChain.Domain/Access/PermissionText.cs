using System.Globalization;
using System.Text;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Access;

/// <summary>The permission table as a page for reading: <c>docs/permissions.md</c> and <c>therapychain permissions</c>.</summary>
public static class PermissionText
{
    /// <summary>Who may, as words: everybody, nobody, all but a few, or the roles.</summary>
    public static string Who(Act act, Relation relation)
    {
        var roles = act.Granted[relation];
        var others = Vocabulary.Roles.Except(roles).Order(StringComparer.Ordinal).ToList();
        return roles.Count == 0 ? "nobody"
            : others.Count == 0 ? "every role"
            : others.Count <= 4 ? $"every role but {string.Join(", ", others)}"
            : string.Join(", ", roles.Order(StringComparer.Ordinal));
    }

    public static string Markdown(PermissionTable table)
    {
        var text = new StringBuilder("""
            # Who may do what

            Printed from `src/TherapyChain.Domain/Access/permissions.yaml`, the one place where it is said; a test compares the two, and another
            walks every address of the server for every role and relation. What is not granted is refused: 401 without a key, 403 when the role
            may not, 404 when not even the order may be seen.


            """);
        Section(text, table, About.Order, "About an order", "**Party**: the person's site refers, collects, makes, keeps in stock or gives in the order. **Carrier**: it only carries. **None**: it plays no part.");
        Section(text, table, About.Person, "About a person", "**Own site**: somebody of the person's own site. **Other site**: anybody else. **Operations**: anybody else, asked by the site `operations`, which runs the server.");
        Section(text, table, About.Server, "About the server", "With any good key or session.");
        Section(text, table, About.Open, "Without a key", "Reached by anybody who reaches the server.");
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Section(StringBuilder text, PermissionTable table, About about, string title, string lead)
    {
        var acts = table.All.Where(a => a.About == about).ToList();
        Relation[] relations = about switch
        {
            About.Order => [Relation.Party, Relation.Carrier, Relation.None],
            About.Person => [Relation.OwnSite, Relation.OtherSite, Relation.Operations],
            About.Server => [Relation.Here],
            _ => [],
        };
        text.Append(CultureInfo.InvariantCulture, $"## {title}\n\n{lead}\n\n");
        Row(text, ["Act", "What", .. relations.Select(PermissionFile.WordOf), "Also"]);
        Row(text, [.. Enumerable.Repeat("---", relations.Length + 3)]);
        foreach (var act in acts) Row(text, [$"`{act.Name}`", act.What.Words, .. relations.Select(r => Who(act, r)), act.Also ?? ""]);
        text.Append('\n');
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
