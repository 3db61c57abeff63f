package dev.stela.jmh;

import dev.stela.jmh.BenchmarkStore.Kind;
import java.util.List;

/** The report: which figures are compared how, with which targets. One thread. */
final class ReportText {
  private static final double REPLAY_PER_SECOND = 1e6;
  private static final double OPEN_MILLIS = 100;

  /** What costs less than this share of the floor cannot have been synced. */
  private static final double PLAUSIBLE = 0.8;

  private final Figures figures;
  private final Page page;

  ReportText(Figures figures) {
    this.figures = figures;
    this.page = new Page(figures);
  }

  String markdown(String machine) {
    page.line("# Speed");
    page.line("");
    page.line("Machine: " + machine + ".");
    page.line("");
    page.line(
        "Work: %,d entities, 16-byte ids, %d-byte contents; one thread unless said otherwise."
            .formatted(Workload.ENTITIES, Workload.CONTENT_BYTES));
    page.line("");
    targets();
    page.line("");
    page.verdicts();
    page.line("");
    percentiles();
    return page.text();
  }

  private void targets() {
    page.head("measure", "Stela", "beside", "ratio", "target", "");
    atMost("random read", "read", Kind.CHRONICLE_MAP, 0.5);
    atMost("random read", "read", Kind.LMDB, 0.35);
    page.nothing("random read, allocated", benchmark(Kind.STELA, "read"), peersBytes("read"));
    atMost("`ASYNC` overwrite", "overwrite", Kind.CHRONICLE_MAP, 0.7);
    beside("`ASYNC` overwrite", "overwrite", Kind.LMDB, "–", "");
    page.nothing(
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
    page.row(
        measure,
        "%.0f ms".formatted(figures.get(figure)),
        "worst %.0f ms".formatted(figures.greatest(figure)),
        "–",
        "< 100 ms",
        page.verdict(figures.get(figure) < OPEN_MILLIS));
  }

  private void atMost(String measure, String method, Kind peer, double most) {
    boolean reached =
        figures.get(benchmark(Kind.STELA, method)) <= most * figures.get(benchmark(peer, method));
    beside(measure, method, peer, "≤ " + most, page.verdict(reached));
  }

  private void beside(String measure, String method, Kind peer, String target, String verdict) {
    String own = benchmark(Kind.STELA, method);
    String other = benchmark(peer, method);
    page.row(
        measure,
        page.nanos(own),
        peer.title() + " " + page.nanos(other),
        Page.ratio(figures.get(own) / figures.get(other)),
        target,
        verdict);
  }

  private String peersBytes(String method) {
    return Kind.CHRONICLE_MAP.title()
        + " "
        + page.bytes(benchmark(Kind.CHRONICLE_MAP, method))
        + ", "
        + Kind.LMDB.title()
        + " "
        + page.bytes(benchmark(Kind.LMDB, method));
  }

  private void tags() {
    String benchmark = AddTagBenchmark.class.getName() + ".addTag.";
    String few = benchmark + TagWorkload.FEW;
    String many = benchmark + TagWorkload.MANY;
    double ratio = figures.get(many) / figures.get(few);
    page.row(
        "`ASYNC` addTag after 100,000 events",
        page.nanos(many),
        "after 10 " + page.nanos(few),
        Page.ratio(ratio),
        "≤ 1.25",
        page.verdict(ratio <= 1.25));
    page.nothing("addTag after 10 events, allocated", few, "");
    page.nothing("addTag after 100,000 events, allocated", many, "");
  }

  private void durable() {
    durable("`SYNC` overwrite, p50", Kind.STELA, "≤ 1.25", 1.25);
    durable("the same put into LMDB, p50", Kind.LMDB, "–", Double.NaN);
    double all = figures.get("group.all");
    double one = figures.get("group.one");
    page.row(
        "`SYNC` overwrites by 32 writers",
        "%,.0f/s".formatted(all),
        "by one %,.0f/s".formatted(one),
        Page.ratio(all / one),
        "≥ 10",
        page.verdict(all / one >= 10));
  }

  private void durable(String measure, Kind kind, String target, double most) {
    double own = figures.get(Figures.percentile("latency.sync." + kind, 50));
    double floor = figures.get(Figures.percentile("latency.floor." + kind, 50));
    String verdict = Double.isNaN(most) ? "" : page.verdict(own <= most * floor);
    if (own < PLAUSIBLE * floor) {
      verdict = "**not durable?**";
    }
    page.row(
        measure,
        Page.micros(own) + " µs",
        "write + fdatasync " + Page.micros(floor) + " µs",
        Page.ratio(own / floor),
        target,
        verdict);
  }

  private void replay(String measure, String figure) {
    double perSecond = figures.get(figure);
    page.row(
        measure,
        "%.2f M/s".formatted(perSecond / 1e6),
        "%.2f s".formatted(figures.get(figure + ".seconds")),
        "–",
        "≥ 1 M/s",
        page.verdict(perSecond >= REPLAY_PER_SECOND));
  }

  private void percentiles() {
    page.histograms();
    for (Kind kind : Kind.values()) {
      page.histogram("read, " + kind.title(), "latency.read." + kind);
    }
    for (Kind kind : Kind.values()) {
      page.histogram("overwrite, " + kind.title(), "latency.overwrite." + kind);
    }
    page.histogram("addTag after 10 events, Stela", "latency.tag." + TagWorkload.FEW);
    page.histogram("addTag after 100,000 events, Stela", "latency.tag." + TagWorkload.MANY);
    for (Kind kind : List.of(Kind.STELA, Kind.LMDB)) {
      page.histogram("durable overwrite, " + kind.title(), "latency.sync." + kind);
      page.histogram("write + fdatasync beside it", "latency.floor." + kind);
    }
    page.histogram("durable overwrite by each of 32, Stela", "latency.group");
    page.histogram("reading the clock", "latency.clock");
  }

  private static String benchmark(Kind kind, String method) {
    return kind.benchmark().getCanonicalName() + "." + method;
  }
}
