package dev.stela.jmh;

import java.util.Map;

/** The report on opening: what took how long, with which targets. One thread. */
final class OpenText {
  private static final double CLOSED_MILLIS = 50;
  private static final double KILLED_MILLIS = 100;
  private static final double REBUILT_MILLIS = 5_000;
  private static final double REPLAYED_PER_SECOND = 1e6;

  private final Figures figures;
  private final String state;
  private final Page page;

  OpenText(Figures figures, String state) {
    this.figures = figures;
    this.state = state;
    this.page = new Page(figures);
  }

  String markdown(String machine, Map<String, Long> bytes) {
    page.line("# Opening a store of %,.0f entities".formatted(figures.get("entities." + state)));
    page.line("");
    page.line("Machine: " + machine + ".");
    page.line("");
    page.line(
        """
        Files in the page cache, %,.0f MB in all. "Killed" is SIGKILL of a process that was writing \
        with `ASYNC`; "classes loaded" is a JVM that has opened a small store in the same way \
        before. All ways found the same states, histories and counts.\
        """
            .formatted(bytes.values().stream().mapToLong(Long::longValue).sum() / 1e6));
    page.line("");
    page.head("opening", "median", "worst", "frames", "records applied", "records/s", "target", "");
    closed("closed cleanly, new process", "open.closed");
    closed("closed cleanly, classes loaded", "open.closed.loaded");
    killed("killed, new process", "open.killed");
    killed("killed, classes loaded", "open.killed.loaded");
    row(
        "rebuilt",
        "open.rebuilt",
        "≤ 5 s at 10 M",
        page.verdict(figures.get("open.rebuilt") <= REBUILT_MILLIS));
    row(
        "replayed, the whole log",
        "open.replayed",
        "≥ 1 M/s",
        page.verdict(perSecond("open.replayed") >= REPLAYED_PER_SECOND));
    page.line("");
    page.verdicts();
    page.line("");
    asked();
    return page.text();
  }

  private void closed(String title, String name) {
    row(title, name, "≤ 50 ms", page.verdict(figures.get(name) <= CLOSED_MILLIS));
  }

  /**
   * What was replayed has time of its own. A frame after the checkpoint counts, whether it had to
   * be applied again or only checked; the killed process made one for each operation.
   */
  private void killed(String title, String name) {
    double replay = figures.get(name + ".frames") / REPLAYED_PER_SECOND * 1e3;
    row(
        title,
        name,
        "≤ 100 ms + 1 µs/frame",
        page.verdict(figures.get(name) <= KILLED_MILLIS + replay));
  }

  private void row(String title, String name, String target, String verdict) {
    double records = figures.get(name + ".records");
    page.row(
        title,
        millis(figures.get(name)),
        millis(figures.greatest(name)),
        "%,.0f".formatted(figures.get(name + ".frames")),
        "%,.0f".formatted(records),
        records == 0 ? "–" : "%,.0f".formatted(perSecond(name)),
        target,
        verdict);
  }

  private double perSecond(String name) {
    return figures.get(name + ".records") / figures.get(name) * 1e3;
  }

  private void asked() {
    page.head("after it", "first read", "first count of two tags", "the same again");
    asked("closed cleanly, new process", "open.closed");
    asked("closed cleanly, classes loaded", "open.closed.loaded");
    asked("killed, new process", "open.killed");
    asked("killed, classes loaded", "open.killed.loaded");
    asked("rebuilt", "open.rebuilt");
    asked("replayed", "open.replayed");
  }

  private void asked(String title, String name) {
    page.row(
        title,
        millis(figures.get(name + ".read")),
        millis(figures.get(name + ".count")),
        millis(figures.get(name + ".again")));
  }

  private static String millis(double millis) {
    return (millis < 100 ? "%,.2f ms" : "%,.0f ms").formatted(millis);
  }
}
