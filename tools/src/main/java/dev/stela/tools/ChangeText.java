package dev.stela.tools;

import dev.stela.Change;
import java.io.PrintWriter;

/** How changes are shown to people. Stateless. */
final class ChangeText {
  private ChangeText() {}

  /** Prints a change of an entity that has been named already. */
  static void print(PrintWriter out, Change change) {
    out.printf("%s  lsn %d%n", change.timestamp(), change.lsn());
    change.events().forEach(event -> print(out, event));
  }

  /** Prints a change with its entity. */
  static void printWithId(PrintWriter out, Change change) {
    out.printf(
        "%s  lsn %d  %s%n",
        change.timestamp(), change.lsn(), Text.printable(change.id().toString()));
    change.events().forEach(event -> print(out, event));
  }

  private static void print(PrintWriter out, Change.Event event) {
    out.print("  " + event.kind());
    if (event.subject() != null) {
      out.print("  " + Text.printable(event.subject()));
    }
    if (event.after() != null && event.after().length() >= 0) {
      out.print("  " + Text.count(event.after().length()) + " bytes");
    }
    if (event.before() != null) {
      out.print("  (before: ");
      if (event.before().length() >= 0) {
        out.print(Text.count(event.before().length()) + " bytes ");
      }
      out.print("since " + event.before().since() + ")");
    }
    out.println();
  }
}
