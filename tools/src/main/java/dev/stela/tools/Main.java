package dev.stela.tools;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code stela} command. */
@Command(
    name = "stela",
    description = "Works on Stela stores.",
    version = "stela 0.1.0-SNAPSHOT",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = Main.USAGE,
    exitCodeOnExecutionException = Main.FAILURE)
public final class Main implements Runnable {
  static final int USAGE = 1;
  static final int FAILURE = 3;

  @Spec private CommandSpec spec;

  private Main() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing a command.");
  }

  /**
   * Runs one command and exits: 0 sound, 1 usage, 2 damage found, 3 store in use or I/O.
   *
   * @param args the command and its arguments
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
