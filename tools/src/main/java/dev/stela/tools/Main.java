package dev.stela.tools;

import dev.stela.tools.demo.DemoCommand;
import dev.stela.tools.demo.LoaderCommand;
import dev.stela.tools.dump.DumpCommand;
import dev.stela.tools.history.ExportCommand;
import dev.stela.tools.ndjson.ImportCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code stela} command. */
@Command(
    name = "stela",
    description = {
      "Works on Stela stores. All commands but demo, import, lifecycle, purge, checkpoint, compact,"
          + " reindex, retain and backup leave a store as it is.",
      "Of a store that a program has open for writing, follow, stat and dump show something; the"
          + " others refuse."
    },
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    exitCodeOnInvalidInput = ExitCode.REFUSED,
    exitCodeOnExecutionException = ExitCode.UNREADABLE,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, nothing wrong found",
      "1:wrong usage, no such thing, or refused",
      "2:damage found",
      "3:the store is in use or cannot be read, or the command failed"
    },
    subcommands = {
      DemoCommand.class,
      ImportCommand.class,
      LoadsCommand.class,
      ExportCommand.class,
      FindCommand.class,
      SearchCommand.class,
      TagsCommand.class,
      GetCommand.class,
      HistoryCommand.class,
      DiffCommand.class,
      ChangesCommand.class,
      FollowCommand.class,
      LifecycleCommand.class,
      PurgeCommand.class,
      StatCommand.class,
      VerifyCommand.class,
      CheckpointCommand.class,
      CompactCommand.class,
      ReindexCommand.class,
      RetainCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      DumpCommand.class,
      LoaderCommand.class
    })
public final class Main implements Runnable {
  @Option(
      names = {"-X", "--stacktrace"},
      scope = ScopeType.INHERIT,
      description = "Show where in the code a failure came from.")
  boolean stacktrace;

  @Spec private CommandSpec spec;

  private Main() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing a command.");
  }

  /** Returns the command line as {@link #main} runs it. */
  static CommandLine commandLine() {
    Main main = new Main();
    return new CommandLine(main)
        .setCaseInsensitiveEnumValuesAllowed(true)
        // A search like -hash is not -h with something behind it.
        .setPosixClusteredShortOptionsAllowed(false)
        .setParameterExceptionHandler(new UsageHandler())
        .setExecutionExceptionHandler(new FailureHandler(main));
  }

  /**
   * Runs one command and exits with one of {@link ExitCode}.
   *
   * @param args the command and its arguments
   */
  public static void main(String[] args) {
    int code = commandLine().execute(args);
    // A print stream throws nothing: what was to be told may not have been.
    if (System.out.checkError() && code == ExitCode.OK) {
      System.err.println("stela: standard output takes no more, the output is not complete");
      code = ExitCode.UNREADABLE;
    }
    System.exit(code);
  }
}
