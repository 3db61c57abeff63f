package dev.stela.jmh;

import dev.stela.jmh.IndexBytes.Case;
import dev.stela.jmh.QueryStore.Kind;
import java.util.ArrayList;
import java.util.List;

/** The report on tags: which figures are compared how, with which targets. One thread. */
final class TagReportText {
  private static final double LUCENE_SHARE = 0.5;
  private static final double BUSY_FACTOR = 2;
  private static final double PAST_FACTOR = 5;
  private static final double ADD_NANOS = 1_000;
  private static final double ADD_P999_NANOS = 10_000;

  /** A writer that made fewer of its changes than this has not been what was asked for. */
  private static final double PACE = 0.99;

  private final Figures figures;
  private final Page page;

  TagReportText(Figures figures) {
    this.figures = figures;
    this.page = new Page(figures);
  }

  String markdown(String machine) {
    page.line("# Speed of tag queries");
    page.line("");
    page.line("Machine: " + machine + ".");
    page.line("");
    page.line(
        """
        Work: %,d entities with %d tags each. `A` is `tenth:yes`, on 10 %%; `B` is `hundredth:yes`, \
        on 1 %%; a facet has 1,000 values, uniform; all drawn independently. Lucene: one merged \
        segment, mapped, query cache off, vector API on.\
        """
            .formatted(Workload.ENTITIES, TagModel.TAGS));
    page.line("");
    targets();
    page.line("");
    page.verdicts();
    page.line("");
    percentiles();
    page.line("");
    bytes();
    return page.text();
  }

  private void targets() {
    page.head("measure", "Stela", "beside", "ratio", "target", "");
    besideLucene("count of `A and B`", "countBoth", LUCENE_SHARE);
    busy();
    besideLucene("first 10 of `A` by the facet's value", "firstByValue", Double.NaN);
    besideLucene("first 10 of `A`, newest first", "firstNewest", Double.NaN);
    besideLucene("first 10 of `A`, oldest first", "firstOldest", Double.NaN);
    besideLucene("facets of `A`", "facetsOfTenth", Double.NaN);
    besideLucene("facets of all", "facetsOfAll", Double.NaN);
    past();
    added();
    opened();
  }

  /** The most that is allowed of Lucene's time; NaN if nothing was promised. */
  private void besideLucene(String measure, String method, double most) {
    String own = Kind.STELA.benchmark().getCanonicalName() + "." + method;
    String other = Kind.LUCENE.benchmark().getCanonicalName() + "." + method;
    compare(measure, own, Kind.LUCENE.title(), other, most);
  }

  private void compare(String measure, String own, String title, String other, double most) {
    double ratio = figures.get(own) / figures.get(other);
    page.row(
        measure,
        page.microsOf(own),
        title + " " + page.microsOf(other),
        Page.ratio(ratio),
        Double.isNaN(most) ? "–" : "≤ " + most,
        Double.isNaN(most) ? "" : page.verdict(ratio <= most));
  }

  private void busy() {
    String count = BusyQueryBenchmark.class.getName() + ".countBoth.";
    String busy = count + BusyQueryBenchmark.BUSY;
    compare(
        "count of `A and B`, %,d changes/s".formatted(BusyQueryBenchmark.BUSY),
        busy,
        "quiet",
        count + BusyQueryBenchmark.QUIET,
        BUSY_FACTOR);
    double rate = figures.get(busy + ".changed");
    page.row(
        "changes made meanwhile",
        "%,.0f/s".formatted(rate),
        "wanted %,d/s".formatted(BusyQueryBenchmark.BUSY),
        Page.ratio(rate / BusyQueryBenchmark.BUSY),
        "≥ " + PACE,
        page.verdict(rate >= PACE * BusyQueryBenchmark.BUSY));
  }

  private void past() {
    String asOf = AsOfBenchmark.class.getName() + ".";
    String back = "count of `A and B` %,d changes back".formatted(AsOfWork.CHANGES);
    compare(back, asOf + "before", "now", asOf + "now", PAST_FACTOR);
    compare("the same at random moments since", asOf + "between", "now", asOf + "now", PAST_FACTOR);
    compare(back + ", first after open", "first.before", "now", "first.now", Double.NaN);
    compare("a random moment, first after open", "first.between", "now", "first.now", Double.NaN);
  }

  private void added() {
    String add = TagEventBenchmark.class.getName() + ".addTag.";
    String any = add + TagEventBenchmark.ANY;
    String few = add + TagEventBenchmark.FEW;
    String unknown = NewTagBenchmark.class.getName() + ".addTag";
    page.row(
        "`ASYNC` addTag to any entity, mean",
        page.nanos(any),
        "to one of %,d: ".formatted(TagEvents.FEW) + page.nanos(few),
        "–",
        "≤ 1 µs",
        page.verdict(figures.get(any) <= ADD_NANOS));
    page.nothing(
        "`ASYNC` addTag to any entity, allocated",
        any,
        "to one of %,d: ".formatted(TagEvents.FEW) + page.bytes(few));
    double slow = figures.get(Figures.percentile("latency.event.any", 99.9));
    double slowFew = figures.get(Figures.percentile("latency.event.few", 99.9));
    page.row(
        "`ASYNC` addTag to any entity, p99.9",
        Page.micros(slow) + " µs",
        "to one of %,d: ".formatted(TagEvents.FEW) + Page.micros(slowFew) + " µs",
        "–",
        "< 10 µs",
        page.verdict(slow < ADD_P999_NANOS));
    page.row(
        "`ASYNC` addTag of a tag that is new, mean",
        page.nanos(unknown),
        "allocated " + page.bytes(unknown),
        "–",
        "–",
        "");
  }

  private void opened() {
    opened("clean open, new process", "tags.open");
    opened("first count of `A and B` after it", "tags.first");
    opened("the same again", "tags.again");
  }

  private void opened(String measure, String figure) {
    page.row(
        measure,
        "%.2f ms".formatted(figures.get(figure)),
        "worst %.2f ms".formatted(figures.greatest(figure)),
        "–",
        "–",
        "");
  }

  private void percentiles() {
    page.histograms();
    for (String[] query :
        new String[][] {
          {"count of `A and B`", "countBoth"},
          {"first 10 by value", "firstByValue"},
          {"first 10, newest", "firstNewest"},
          {"first 10, oldest", "firstOldest"},
          {"facets of `A`", "facetsOfTenth"},
          {"facets of all", "facetsOfAll"}
        }) {
      for (Kind kind : Kind.values()) {
        page.histogram(query[0] + ", " + kind.title(), "latency." + query[1] + "." + kind);
      }
    }
    page.histogram("count while nobody writes", "latency.quiet");
    page.histogram(
        "count beside %,.0f changes/s".formatted(figures.get("busy.rate")), "latency.busy");
    page.histogram("a change meanwhile", "latency.change");
    page.histogram("count, now", "latency.now");
    page.histogram("count, %,d changes back".formatted(AsOfWork.CHANGES), "latency.before");
    page.histogram("count, random moments since", "latency.between");
    page.histogram("addTag to any entity", "latency.event.any");
    page.histogram("addTag to one of %,d".formatted(TagEvents.FEW), "latency.event.few");
    page.histogram("addTag of a new tag", "latency.event.new");
  }

  private void bytes() {
    List<String> titles = new ArrayList<>(List.of("bytes per tag event", "events"));
    titles.addAll(IndexBytes.FILES);
    titles.addAll(List.of("heap", "all", "log"));
    page.head(titles.toArray(String[]::new));
    bytes("%,d entities, %d tags each".formatted(Workload.ENTITIES, TagModel.TAGS), Case.LOADED);
    bytes("distinct tags, once each", Case.DISTINCT);
    bytes("one entity's distinct values", Case.METRIC);
  }

  private void bytes(String title, Case work) {
    double events = figures.get(IndexBytes.name(work, "events"));
    List<String> cells = new ArrayList<>(List.of(title, "%,.0f".formatted(events)));
    double all = 0;
    for (String file : IndexBytes.FILES) {
      double bytes = figures.get(IndexBytes.name(work, file));
      cells.add(each(bytes, events));
      all += bytes;
    }
    double heap = figures.get(IndexBytes.name(work, "heap"));
    cells.add(each(heap, events));
    cells.add(each(all + heap, events));
    cells.add(each(figures.get(IndexBytes.name(work, "log")), events));
    page.row(cells.toArray(String[]::new));
  }

  private static String each(double bytes, double events) {
    return "%.1f".formatted(bytes / events);
  }
}
