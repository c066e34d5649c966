using Xunit.v3;

namespace TherapyChain.Testing;

/// <summary>
/// Says that a test shows a requirement of <c>docs/compliance/requirements.csv</c>. docs/compliance.md is printed from these tags, and a
/// test run can be filtered by them: <c>--filter "requirement=P11-01"</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
internal sealed class RequirementAttribute(params string[] ids) : Attribute, ITraitAttribute
{
    public IReadOnlyList<string> Ids { get; } = ids;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [.. Ids.Select(id => KeyValuePair.Create("requirement", id))];
}
