namespace TherapyChain.Domain.Access;

/// <summary>The names of the acts in <c>permissions.yaml</c>. A test holds the two together.</summary>
public static class Acts
{
    public const string ListOrders = "list-orders";
    public const string SeeOrder = "see-order";
    public const string BeginOrder = "begin-order";
    public const string TakeStep = "take-step";
    public const string Hold = "hold";
    public const string Resume = "resume";
    public const string JudgeIdentity = "judge-identity";
    public const string Correct = "correct";
    public const string CorrectElsewhere = "correct-elsewhere";
    public const string RecordDeviation = "record-deviation";
    public const string MoveWorkflow = "move-workflow";
    public const string Practise = "practise";
    public const string AddDocument = "add-document";
    public const string PrintRecord = "print-record";
    public const string AuditPerson = "audit-person";
    public const string AuditDay = "audit-day";
    public const string SeeWorkflows = "see-workflows";
    public const string CheckWorkflow = "check-workflow";
    public const string ProposeWorkflow = "propose-workflow";
    public const string ApproveWorkflow = "approve-workflow";
    public const string SeeSettings = "see-settings";
    public const string SeeSites = "see-sites";
    public const string SeePeople = "see-people";
    public const string SeeOneself = "see-oneself";
    public const string ChangeNetwork = "change-network";
    public const string IssueChainOfIdentity = "issue-chain-of-identity";
    public const string PrintLabels = "print-labels";
    public const string AccountLabels = "account-labels";
    public const string MissLabels = "miss-labels";
    public const string FindCode = "find-code";
    public const string SeePatientOfOrder = "see-patient-of-order";
    public const string CareForPatients = "care-for-patients";
    public const string KeepPatients = "keep-patients";
    public const string ManageKeys = "manage-keys";
    public const string ManageAccounts = "manage-accounts";
    public const string ManageOwnSecurity = "manage-own-security";
    public const string ReadAccessLog = "read-access-log";
    public const string HandleNotices = "handle-notices";
    public const string SeeQuality = "see-quality";
    public const string SeeLedger = "see-ledger";
    public const string SeeMetrics = "see-metrics";
    public const string SeeDescription = "see-description";
    public const string SeeHealth = "see-health";
    public const string SignIn = "sign-in";
}
