using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain.Patients;

namespace TherapyChain.Tests.Patients;

public sealed class PatientDetailsTests
{
    private static readonly PatientDetails Ada = new("Åsa Lindqvist", new LocalDate(1987, 3, 14), new HospitalNumber("karolinska", "19870314-2391"), "asa@example.org");

    [Theory]
    [InlineData("åsa  LINDQVIST ", "ÅSA LINDQVIST")]
    [InlineData("A\u030Asa Lindqvist", "ÅSA LINDQVIST")]
    [InlineData("O’Brien‐Smith", "O'BRIEN-SMITH")]
    [InlineData("Ⅳ ﬁrst", "IV FIRST")]
    public void Names_are_compared_in_one_form(string name, string form) => Assert.Equal(form, PatientName.Normalise(name));

    [Fact]
    public void Half_a_character_is_no_reason_to_fail() => Assert.Equal("HALF \ufffd PAIR", PatientName.Normalise("half \ud800 pair"));

    [Fact]
    public void Details_never_print_themselves() => Assert.Equal("patient details (not shown) hospital number (not shown)", $"{Ada} {Ada.HospitalNumber}");

    [Fact]
    public void Everything_wrong_is_told_at_once()
    {
        var wrong = new PatientDetails(" ", new LocalDate(2026, 3, 3), new HospitalNumber("nowhere", "--"), new string('x', 501));
        Assert.Equal(["patient.missing", "patient.birth-date", "patient.hospital-number", "patient.issuer", "patient.too-long"],
            wrong.Problems(new LocalDate(2026, 3, 2), ImmutableHashSet.Create("karolinska")).Select(r => r.Code));
        Assert.Empty(Ada.Problems(new LocalDate(2026, 3, 2), ImmutableHashSet.Create("karolinska")));
    }

    [Theory]
    [InlineData("coordinator", "coordinator")]
    [InlineData("ward-nurse physician", "physician")]
    [InlineData("coordinator administrator", null)]
    [InlineData("physician inspector", null)]
    [InlineData("operator", null)]
    public void Only_carers_know_patients_and_no_carer_who_also_runs_or_inspects(string roles, string? role) =>
        Assert.Equal(role, PatientAccess.CarerRole(new("x", "X", "karolinska", "Europe/Stockholm", [.. roles.Split(' ')], ImmutableSortedDictionary<string, LocalDate>.Empty)));
}
