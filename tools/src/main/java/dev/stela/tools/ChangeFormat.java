package dev.stela.tools;

import dev.stela.Change;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** How the commands that list changes to all entities print them. */
final class ChangeFormat {
  @Option(names = "--json", description = "Answer in JSON, one change on each line.")
  private boolean json;

  void print(PrintWriter out, Change change) {
    if (json) {
      Json.printLine(out, ChangeJson.of(change));
    } else {
      ChangeText.printWithId(out, change);
    }
  }
}
