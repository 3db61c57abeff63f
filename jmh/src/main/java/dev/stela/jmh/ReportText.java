package dev.stela.jmh;

import dev.stela.jmh.BenchmarkStore.Kind;
import java.util.ArrayList;
import java.util.List;

/** The report: which figures are compared how, with which targets. One thread. */
final class ReportText {
  /** The suffix of a figure that tells the bytes which an operation allocates. */
  static final String BYTES = ".bytes";

  /** Less an operation is nothing: other threads allocate a little now and then. */
  private static final double NOTHING_BYTES = 0.5;

  private static final double REPLAY_PER_SECOND = 1e6;
  private static final double OPEN_MILLIS = 100;

  /** What costs less than this share of the floor cannot have been synced. */
  private static final double PLAUSIBLE = 0.8;

  private final Figures figures;
  private final StringBuilder text = new StringBuilder();
  private int met;
  private int missed;

  ReportText(Figures figures) {
    this.figures = figures;
  }

  String markdown(String machine) {
    line("# Speed");
    line("");
    line("Machine: " + machine + ".");
    line("");
    line(
        "Work: %,d entities, 16-byte ids, %d-byte contents; one thread unless said otherwise."
            .formatted(Workload.ENTITIES, Workload.CONTENT_BYTES));
    line("");
    targets();
    line("");
    line("%d targets met, %d missed.".formatted(met, missed));
    line("");
    percentiles();
    return text.toString();
  }

  private void targets() {
    row("measure", "Stela", "beside", "ratio", "target", "");
    row("---", "---", "---", "---", "---", "---");
    atMost("random read", "read", Kind.CHRONICLE_MAP, 0.5);
    atMost("random read", "read", Kind.LMDB, 0.35);
    nothing("random read, allocated", benchmark(Kind.STELA, "read"), peersBytes("read"));
    atMost("`ASYNC` overwrite", "overwrite", Kind.CHRONICLE_MAP, 0.7);
    beside("`ASYNC` overwrite", "overwrite", Kind.LMDB, "–", "");
    nothing(
        "`ASYNC` overwrite, allocated",
        benchmark(Kind.STELA, "overwrite"),
        peersBytes("overwrite"));
    tags();
    durable();
    replay("replay of creates in batches of %,d".formatted(Workload.BATCH), "replay.batches");
    replay("replay of single operations", "replay.singles");
    open("clean open to first read, new process", "open");
    open("the same, classes loaded", "reopen");
  }

  private void open(String measure, String figure) {
    row(
        measure,
        "%.0f ms".formatted(figures.get(figure)),
        "worst %.0f ms".formatted(figures.greatest(figure)),
        "–",
        "< 100 ms",
        verdict(figures.get(figure) < OPEN_MILLIS));
  }

  private void atMost(String measure, String method, Kind peer, double most) {
    boolean reached =
        figures.get(benchmark(Kind.STELA, method)) <= most * figures.get(benchmark(peer, method));
    beside(measure, method, peer, "≤ " + most, verdict(reached));
  }

  private void beside(String measure, String method, Kind peer, String target, String verdict) {
    String own = benchmark(Kind.STELA, method);
    String other = benchmark(peer, method);
    row(
        measure,
        nanos(own),
        peer.title() + " " + nanos(other),
        ratio(figures.get(own) / figures.get(other)),
        target,
        verdict);
  }

  private void nothing(String measure, String benchmark, String beside) {
    double bytes = figures.get(benchmark + BYTES);
    row(measure, bytes(benchmark), beside, "–", "0 B", verdict(bytes < NOTHING_BYTES));
  }

  private String peersBytes(String method) {
    return Kind.CHRONICLE_MAP.title()
        + " "
        + bytes(benchmark(Kind.CHRONICLE_MAP, method))
        + ", "
        + Kind.LMDB.title()
        + " "
        + bytes(benchmark(Kind.LMDB, method));
  }

  private String bytes(String benchmark) {
    return "%.2f B".formatted(figures.get(benchmark + BYTES));
  }

  private void tags() {
    String benchmark = AddTagBenchmark.class.getName() + ".addTag.";
    String few = benchmark + TagWorkload.FEW;
    String many = benchmark + TagWorkload.MANY;
    double ratio = figures.get(many) / figures.get(few);
    row(
        "`ASYNC` addTag after 100,000 events",
        nanos(many),
        "after 10 " + nanos(few),
        ratio(ratio),
        "≤ 1.25",
        verdict(ratio <= 1.25));
    nothing("addTag after 10 events, allocated", few, "");
    nothing("addTag after 100,000 events, allocated", many, "");
  }

  private void durable() {
    durable("`SYNC` overwrite, p50", Kind.STELA, "≤ 1.25", 1.25);
    durable("the same put into LMDB, p50", Kind.LMDB, "–", Double.NaN);
    double all = figures.get("group.all");
    double one = figures.get("group.one");
    row(
        "`SYNC` overwrites by 32 writers",
        "%,.0f/s".formatted(all),
        "by one %,.0f/s".formatted(one),
        ratio(all / one),
        "≥ 10",
        verdict(all / one >= 10));
  }

  private void durable(String measure, Kind kind, String target, double most) {
    double own = figures.get(Figures.percentile("latency.sync." + kind, 50));
    double floor = figures.get(Figures.percentile("latency.floor." + kind, 50));
    String verdict = Double.isNaN(most) ? "" : verdict(own <= most * floor);
    if (own < PLAUSIBLE * floor) {
      verdict = "**not durable?**";
    }
    row(
        measure,
        micros(own) + " µs",
        "write + fdatasync " + micros(floor) + " µs",
        ratio(own / floor),
        target,
        verdict);
  }

  private void replay(String measure, String figure) {
    double perSecond = figures.get(figure);
    row(
        measure,
        "%.2f M/s".formatted(perSecond / 1e6),
        "%.2f s".formatted(figures.get(figure + ".seconds")),
        "–",
        "≥ 1 M/s",
        verdict(perSecond >= REPLAY_PER_SECOND));
  }

  private void percentiles() {
    List<String> titles = new ArrayList<>(List.of("time of one, µs"));
    Figures.PERCENTILES.forEach(percentile -> titles.add(title(percentile)));
    titles.add("max");
    titles.add("count");
    row(titles.toArray(String[]::new));
    row(titles.stream().map(title -> "---").toArray(String[]::new));
    for (Kind kind : Kind.values()) {
      histogram("read, " + kind.title(), "latency.read." + kind);
    }
    for (Kind kind : Kind.values()) {
      histogram("overwrite, " + kind.title(), "latency.overwrite." + kind);
    }
    histogram("addTag after 10 events, Stela", "latency.tag." + TagWorkload.FEW);
    histogram("addTag after 100,000 events, Stela", "latency.tag." + TagWorkload.MANY);
    for (Kind kind : List.of(Kind.STELA, Kind.LMDB)) {
      histogram("durable overwrite, " + kind.title(), "latency.sync." + kind);
      histogram("write + fdatasync beside it", "latency.floor." + kind);
    }
    histogram("durable overwrite by each of 32, Stela", "latency.group");
    histogram("reading the clock", "latency.clock");
  }

  private void histogram(String title, String name) {
    List<String> cells = new ArrayList<>(List.of(title));
    for (double percentile : Figures.PERCENTILES) {
      cells.add(micros(figures.get(Figures.percentile(name, percentile))));
    }
    cells.add(micros(figures.get(Figures.max(name))));
    cells.add("%,.0f".formatted(figures.get(name + ".count")));
    row(cells.toArray(String[]::new));
  }

  private static String benchmark(Kind kind, String method) {
    return kind.benchmark().getCanonicalName() + "." + method;
  }

  /** The median of the rounds, and their range where there is more than one. */
  private String nanos(String name) {
    double least = figures.least(name);
    double greatest = figures.greatest(name);
    String median = "%,.0f ns".formatted(figures.get(name));
    return least == greatest ? median : median + " (%,.0f–%,.0f)".formatted(least, greatest);
  }

  private static String micros(double nanos) {
    return (nanos < 10_000 ? "%,.2f" : "%,.0f").formatted(nanos / 1e3);
  }

  private static String title(double percentile) {
    return "p" + (percentile == Math.rint(percentile) ? "%.0f" : "%s").formatted(percentile);
  }

  private static String ratio(double ratio) {
    return "%.2f".formatted(ratio);
  }

  private String verdict(boolean reached) {
    if (reached) {
      met++;
    } else {
      missed++;
    }
    return reached ? "met" : "**missed**";
  }

  private void row(String... cells) {
    line("| " + String.join(" | ", cells) + " |");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
