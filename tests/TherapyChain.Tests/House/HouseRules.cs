using System.Reflection;
using TherapyChain.Domain;
using TherapyChain.Domain.Workflows;
using TherapyChain.Testing;

namespace TherapyChain.Tests.House;

/// <summary>The conventions of the house, as tests.</summary>
public sealed class HouseRules
{
    private static readonly Assembly Domain = typeof(OrderId).Assembly;

    [Fact]
    public void The_domain_knows_nodatime_stateless_and_the_yaml_reader_and_nobody_else()
    {
        var foreign = Domain.GetReferencedAssemblies().Select(a => a.Name!).Where(n => !n.StartsWith("System", StringComparison.Ordinal));
        Assert.Equal(["NodaTime", "Stateless", "YamlDotNet"], foreign.Order());
    }

    [Fact]
    public void Nothing_in_the_domain_can_be_set_from_outside()
    {
        var settable = Domain.GetTypes()
            .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(p => p.SetMethod is { IsPublic: true } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit)))
            .Select(p => $"{p.DeclaringType!.Name}.{p.Name}");
        Assert.Empty(settable);
    }

    [Fact]
    public void Documents_storage_and_exchange_do_not_know_each_other()
    {
        foreach (var project in new[] { "Documents", "Storage", "Exchange" })
        {
            var text = File.ReadAllText(Path.Combine(Shipped.Root, "src", $"TherapyChain.{project}", $"TherapyChain.{project}.csproj"));
            Assert.Equal(["../TherapyChain.Domain/TherapyChain.Domain.csproj"],
                System.Xml.Linq.XDocument.Parse(text).Descendants("ProjectReference").Select(r => r.Attribute("Include")!.Value));
        }
    }

    [Fact]
    public void No_file_is_longer_than_the_wall()
    {
        var tooLong = Directory.EnumerateFiles(Path.Combine(Shipped.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(f => (File: Path.GetRelativePath(Shipped.Root, f), Lines: File.ReadLines(f).Count())).Where(f => f.Lines > 400);
        Assert.Empty(tooLong);
    }

    [Fact]
    public void Every_kind_of_guard_stands_in_some_shipped_workflow()
    {
        var used = Shipped.WorkflowIds.SelectMany(id => Shipped.Workflow(id).Steps).SelectMany(s => s.Guards).Select(g => g.GetType().Name).Distinct().Order();
        Assert.Equal(typeof(Guard).GetNestedTypes().Select(t => t.Name).Order(), used);
    }
}
