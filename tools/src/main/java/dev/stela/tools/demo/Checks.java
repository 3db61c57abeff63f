package dev.stela.tools.demo;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Collects what was checked, and prints each check with its outcome. One thread. */
final class Checks {
  /** One check. */
  record Check(String what, boolean held, String detail) {}

  private final PrintWriter out;
  private final List<Check> checks = new ArrayList<>();

  Checks(PrintWriter out) {
    this.out = out;
  }

  /** Records a check that holds when there is no problem. */
  void holds(String what, Problems problems) {
    add(what, problems.count() == 0, problems.toString());
  }

  /** Records a check with what there is to say if it failed. */
  void add(String what, boolean held, String detailOfFailure) {
    Check check = new Check(what, held, held ? "" : detailOfFailure);
    checks.add(check);
    out.printf("  %-6s  %s%s%n", held ? "ok" : "FAILED", what, held ? "" : ": " + check.detail());
    out.flush();
  }

  boolean allHeld() {
    return checks.stream().allMatch(Check::held);
  }

  List<Check> all() {
    return List.copyOf(checks);
  }
}
