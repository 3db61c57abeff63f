package dev.stela.tools;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Runs commands as {@code stela} does, in this process. */
public final class Cli {
  private Cli() {}

  /**
   * What a command answered.
   *
   * @param exitCode its exit code
   * @param out its standard output
   * @param err its standard error
   */
  public record Result(int exitCode, String out, String err) {
    /** Returns the output as JSON; fails if it is not. */
    public JsonNode json() {
      return Json.MAPPER.readTree(out);
    }
  }

  /** Runs a command; its arguments may be of any type. */
  public static Result run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] texts = new String[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      texts[i] = arguments[i].toString();
    }
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exitCode = command.execute(texts);
    command.getOut().flush();
    command.getErr().flush();
    return new Result(exitCode, out.toString(), err.toString());
  }
}
