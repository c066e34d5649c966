using TherapyChain.Domain;

namespace TherapyChain.Exchange.Loggers;

/// <summary>What is wrong with a logger file. The codes are public and keep their meaning.</summary>
public enum LoggerFault
{
    Empty,
    TooLarge,
    NotText,
    Unrecognised,
    CutShort,
    Malformed,
    NotANumber,
    OutOfOrder,
    Duplicate,
    LocalTimeSkipped,
    LocalTimeDoubled,
}

/// <summary>What came of reading a logger file. A bad file is an answer, not an exception.</summary>
public abstract record LoggerOutcome
{
    private LoggerOutcome() { }

    public sealed record Parsed(LoggerRecord Record) : LoggerOutcome;

    /// <summary>The file is whole, but does not say in which zone its clock ran: ask the user and read again with it.</summary>
    public sealed record ZoneNeeded(string Format, Sentence Why) : LoggerOutcome;

    /// <param name="Fault">The kind of trouble.</param>
    /// <param name="Line">The line concerned, from 1; null when it is the file as a whole.</param>
    /// <param name="Why">A sentence for the person who sent the file.</param>
    public sealed record Refused(LoggerFault Fault, int? Line, Sentence Why) : LoggerOutcome
    {
        public string Code => Fault switch
        {
            LoggerFault.Empty => "logger-file-empty",
            LoggerFault.TooLarge => "logger-file-too-large",
            LoggerFault.NotText => "logger-file-not-text",
            LoggerFault.Unrecognised => "logger-file-unrecognised",
            LoggerFault.CutShort => "logger-file-cut-short",
            LoggerFault.Malformed => "logger-row-malformed",
            LoggerFault.NotANumber => "logger-value-not-a-number",
            LoggerFault.OutOfOrder => "logger-rows-out-of-order",
            LoggerFault.Duplicate => "logger-row-duplicate",
            LoggerFault.LocalTimeSkipped => "logger-local-time-skipped",
            LoggerFault.LocalTimeDoubled => "logger-local-time-doubled",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
