using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TherapyChain.Server.Access;
using TherapyChain.Server.Accounts;
using TherapyChain.Server.Network;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Patients;

namespace TherapyChain.Server.Answers;

/// <summary>How bodies are read: strictly, by code made at build time.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    AllowDuplicateProperties = false,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(PasskeyBody))]
[JsonSerializable(typeof(PasskeyAskBody))]
[JsonSerializable(typeof(CreateBody))]
[JsonSerializable(typeof(StepBody))]
[JsonSerializable(typeof(ReasonBody))]
[JsonSerializable(typeof(CorrectionBody))]
[JsonSerializable(typeof(DeviationBody))]
[JsonSerializable(typeof(MoveBody))]
[JsonSerializable(typeof(LabelsBody))]
[JsonSerializable(typeof(FatesBody))]
[JsonSerializable(typeof(KeyBody))]
[JsonSerializable(typeof(InvitationBody))]
[JsonSerializable(typeof(ReasonedBody))]
[JsonSerializable(typeof(LossBody))]
[JsonSerializable(typeof(RegisterBody))]
[JsonSerializable(typeof(FindBody))]
[JsonSerializable(typeof(AmendBody))]
[JsonSerializable(typeof(LinkBody))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Letters and quotation marks are written as they are: JSON is never sent as anything else, and nosniff keeps browsers from guessing.</summary>
    public static JavaScriptEncoder Letters { get; } = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static JsonWriterOptions Writing { get; } = new() { Encoder = Letters };
}
