using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace TherapyChain.Domain.Compliance;

/// <summary>The compliance matrix and the list of risks as pages for reading.</summary>
public static class ComplianceText
{
    public static string Matrix(ImmutableArray<Requirement> all)
    {
        var text = new StringBuilder("""
            # Compliance matrix

            What regulations ask, what meets it here, and the tests that show it. Printed from [requirements.csv](compliance/requirements.csv),
            [fulfilment.yaml](compliance/fulfilment.yaml) and the tags on the tests; a test compares the two, and refuses a row that claims more
            than its tests. A requirement on software is met by software only in part: procedures, training and the validation of the installed
            system are the operator's ([validation](validation.md)).


            """);
        var counts = all.GroupBy(r => r.State).ToDictionary(g => g.Key, g => g.Count());
        text.Append(CultureInfo.InvariantCulture, $"{all.Length} requirements: {Of(Fulfilment.Fulfilled)} fulfilled, {Of(Fulfilment.Partly)} fulfilled in part, {Of(Fulfilment.NotYet)} **not fulfilled yet**.\n");
        foreach (var r in all)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {r.Id}: {r.Behaviour}\n\n{r.Clause}. Asked: {r.Asked.TrimEnd('.')}.\n\n**{Word(r.State)}.** {r.How}");
            if (r.Missing is not null) text.Append(CultureInfo.InvariantCulture, $"{(r.How is null ? "" : " ")}Missing: {r.Missing}");
            text.Append("\n\n");
            if (r.Tests.IsEmpty) text.Append("No test shows it.\n");
            foreach (var test in r.Tests) text.Append(CultureInfo.InvariantCulture, $"- `{test}`\n");
        }
        return text.ToString();

        int Of(Fulfilment state) => counts.GetValueOrDefault(state);
    }

    public static string Risks(ImmutableArray<Risk> risks)
    {
        var text = new StringBuilder("""
            # Risks

            What can go wrong in the chain as far as this software can cause or prevent it. Severity: 1 a nuisance, 2 work lost, 3 a record
            that is not accepted, 4 a treatment delayed or a product lost, 5 a patient harmed or not treatable any more. Probability: 1 not
            expected in the life of the system, 2 once in it, 3 yearly, 4 monthly, 5 weekly. The product of both stands before and after what
            mitigates it. The operator adds the risks of the house it runs in.

            | | Hazard | Cause | S×P | Mitigation | S×P then | What rests |
            | --- | --- | --- | --- | --- | --- | --- |

            """);
        foreach (var r in risks.OrderByDescending(r => r.After).ThenByDescending(r => r.Before).ThenBy(r => r.Id, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture,
                $"| {r.Id} | {r.Hazard} | {r.Cause} | {r.Severity}×{r.Probability} = {r.Before} | {r.Mitigation}{Shown(r)} | {r.ResidualSeverity}×{r.ResidualProbability} = {r.After} | {r.Rests} |\n");
        return text.ToString();

        static string Shown(Risk r) => r.Tests.IsEmpty ? "" : $" Shown by {string.Join(", ", r.Tests.Select(t => $"`{t}`"))}.";
    }

    public static string Word(Fulfilment state) => state switch
    {
        Fulfilment.Fulfilled => "Fulfilled",
        Fulfilment.Partly => "Fulfilled in part",
        _ => "Not fulfilled yet",
    };
}
