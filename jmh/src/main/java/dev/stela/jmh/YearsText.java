package dev.stela.jmh;

/** The report on a store that runs for years: which figures, with which targets. One thread. */
final class YearsText {
  private static final double SIZE_FACTOR = 1.5;
  private static final double WRITE_NANOS = 1_000_000;
  private static final double READ_NANOS = 100_000;
  private static final double RETENTION_FACTOR = 2;
  private static final double RETENTION_CPU = 0.1;
  private static final double SLOWEST = 99.99;
  private static final double SLOW = 99.9;

  private final Figures figures;
  private final int small;
  private final int large;
  private final int events;
  private final Page page;

  YearsText(Figures figures, int small, int large, int events) {
    this.figures = figures;
    this.small = small;
    this.large = large;
    this.events = events;
    this.page = new Page(figures);
  }

  String markdown(String machine) {
    page.line("# A store that runs for years");
    page.line("");
    page.line("Machine: " + machine + ".");
    page.line("");
    page.line(
        """
        Merges: %,d entities, %,d writes/s and %,d reads/s by a thread each, `ASYNC`, contents \
        newest 1; beside merges segments of %d MiB, else of 64 MiB and no compaction. Metrics: \
        %,d entities × %,d `setTag` events, all but the newest %d dropped every second. Corrected \
        for coordinated omission.\
        """
            .formatted(
                small,
                MergeLatency.WRITES,
                MergeLatency.READS,
                MergeLatency.SMALL_SEGMENT >> 20,
                MetricsRetention.ENTITIES,
                events,
                Retaining.NEWEST));
    page.line("");
    targets();
    page.line("");
    page.verdicts();
    page.line("");
    percentiles();
    page.line("");
    counts();
    return page.text();
  }

  private void targets() {
    page.head("measure", "Stela", "beside", "ratio", "target", "");
    scaled("random read, p50", "read");
    scaled("`ASYNC` overwrite, p50", "write");
    merging("write while checkpoints and merges run, p99.99", "merge.write.", WRITE_NANOS, "1 ms");
    merging("read while checkpoints and merges run, p99.99", "merge.read.", READ_NANOS, "100 µs");
    retained();
    processor();
  }

  private void scaled(String measure, String operation) {
    double most = p("scale." + operation + "." + large, 50);
    double least = p("scale." + operation + "." + small, 50);
    page.row(
        measure + ", %,d entities".formatted(large),
        Page.micros(most) + " µs",
        "%,d: ".formatted(small) + Page.micros(least) + " µs",
        Page.ratio(most / least),
        "≤ " + SIZE_FACTOR,
        page.verdict(most <= SIZE_FACTOR * least));
  }

  private void merging(String measure, String name, double most, String target) {
    double busy = p(name + MergeLatency.BUSY, SLOWEST);
    double quiet = p(name + MergeLatency.QUIET, SLOWEST);
    page.row(
        measure,
        Page.micros(busy) + " µs",
        "without " + Page.micros(quiet) + " µs",
        Page.ratio(busy / quiet),
        "≤ " + target,
        page.verdict(busy <= most && figures.least("merge.merged." + MergeLatency.BUSY) > 0));
  }

  private void retained() {
    double with = p("metrics.write." + MetricsRetention.RETAINED, SLOW);
    double without = p("metrics.write." + MetricsRetention.KEPT, SLOW);
    page.row(
        "metric written while old ones are dropped, p99.9",
        Page.micros(with) + " µs",
        "all kept " + Page.micros(without) + " µs",
        Page.ratio(with / without),
        "< " + RETENTION_FACTOR,
        page.verdict(with < RETENTION_FACTOR * without && figures.least("metrics.dropped") > 0));
  }

  /** The threads do other work too, which they have without retention as well. */
  private void processor() {
    double with = figures.get("metrics.cpu." + MetricsRetention.RETAINED);
    double without = figures.get("metrics.cpu." + MetricsRetention.KEPT);
    page.row(
        "processor, background threads and retention",
        percent(with) + " of a core",
        "all kept " + percent(without),
        Page.ratio(with / without),
        "< " + percent(RETENTION_CPU),
        page.verdict(with < RETENTION_CPU));
    page.row(
        "processor, what retention adds",
        percent(with - without) + " of a core",
        "",
        "–",
        "< " + percent(RETENTION_CPU),
        page.verdict(with - without < RETENTION_CPU));
  }

  private void percentiles() {
    page.histograms();
    for (int size : new int[] {small, large}) {
      page.histogram("read, %,d entities".formatted(size), PointScale.name("read", size));
      page.histogram("overwrite, %,d entities".formatted(size), PointScale.name("write", size));
    }
    for (String mode : new String[] {MergeLatency.QUIET, MergeLatency.BUSY}) {
      String beside = mode.equals(MergeLatency.BUSY) ? " beside merges" : " without merges";
      page.histogram("write" + beside, "merge.write." + mode);
      page.histogram("read" + beside, "merge.read." + mode);
      page.histogram("waking late" + beside, "merge.late." + mode);
    }
    page.histogram("metric written, all kept", "metrics.write." + MetricsRetention.KEPT);
    page.histogram("metric written, old dropped", "metrics.write." + MetricsRetention.RETAINED);
    page.histogram("dropping old events", "metrics.retain");
  }

  private void counts() {
    page.head("in a run", "segments begun", "manifests published", "merged segments written");
    counts("without merges", MergeLatency.QUIET);
    counts("beside merges", MergeLatency.BUSY);
    page.line("");
    page.head("metrics", "events dropped", "MB in the end");
    page.row("all kept", "–", megabytes(MetricsRetention.KEPT));
    page.row(
        "old dropped",
        "%,.0f".formatted(figures.get("metrics.dropped")),
        megabytes(MetricsRetention.RETAINED));
  }

  private void counts(String title, String mode) {
    page.row(
        title,
        "%,.0f".formatted(figures.get("merge.rolls." + mode)),
        "%,.0f".formatted(figures.get("merge.manifests." + mode)),
        "%,.0f".formatted(figures.get("merge.merged." + mode)));
  }

  private double p(String name, double percentile) {
    return figures.get(Figures.percentile(name, percentile));
  }

  private String megabytes(String mode) {
    return "%,.1f".formatted(figures.get("metrics.bytes." + mode) / 1e6);
  }

  private static String percent(double share) {
    return "%.1f %%".formatted(share * 100);
  }
}
