using System.CommandLine;
using TherapyChain.Storage.Patients;

namespace TherapyChain.Cli.Patients;

/// <summary><c>keys make</c> and <c>keys rotate</c>: the master key of a patient vault, on the machine where the vault lies.</summary>
internal static class MasterKeys
{
    public static Command Make()
    {
        var file = new Argument<FileInfo>("file") { Description = "The file to make; it must not be there yet." };
        return Verb.Create("make", "Make a master key for a patient vault, in a file that its owner alone may read.", [file], (parsed, _) =>
        {
            var path = parsed.GetRequiredValue(file).FullName;
            MasterKey.Make(path);
            return Task.FromResult(new Answer(ExitCode.Good, new { file = path }, page =>
            {
                page.Line($"A master key is in {path}.");
                page.Line("Keep a copy where the vault's backups are not: without it nobody can open the vault, and with it anybody who has the vault can.");
            }));
        });
    }

    public static Command Rotate()
    {
        var vault = new Argument<FileInfo>("vault") { Description = "The vault, vault.db in the data folder of a server that is stopped." };
        var from = new Option<FileInfo>("--key-file") { Description = "The file with the present master key.", HelpName = "file", Required = true };
        var to = new Option<FileInfo>("--new-key-file") { Description = "The file with the new master key (keys make).", HelpName = "file", Required = true };
        return Verb.Create("rotate", "Give a patient vault a new master key. Its keys are wrapped anew; no record is touched.", [vault, from, to], (parsed, _) =>
        {
            var path = parsed.GetRequiredValue(vault).FullName;
            try
            {
                using var old = MasterKey.Read(parsed.GetRequiredValue(from).FullName);
                using var fresh = MasterKey.Read(parsed.GetRequiredValue(to).FullName);
                var rotated = KeyRotation.Rotate(path, old, fresh);
                return Task.FromResult(new Answer(ExitCode.Good, new { vault = path, rotated },
                    page => page.Line($"{rotated} data keys are wrapped under the new master key. The old one opens only copies made before.")));
            }
            catch (Exception no) when (no is MasterKeyException or VaultFileException or VaultInUseException)
            {
                return Task.FromResult(Answer.Wrong(no.Message));
            }
        });
    }
}
