package dev.stela.jmh;

import dev.stela.jmh.TextStore.Asked;
import dev.stela.jmh.TextStore.Kind;

/** The report on text: which figures, with which targets. One thread. */
final class TextReportText {
  private static final double BATCHES_FACTOR = 3;
  private static final double SIZE_FACTOR = 1.2;
  private static final double SCORES_DIFFER = 1e-4;

  private final Figures figures;
  private final int documents;
  private final Page page;

  TextReportText(Figures figures, int documents) {
    this.figures = figures;
    this.documents = documents;
    this.page = new Page(figures);
  }

  String markdown(String machine) {
    page.line("# Text beside Lucene");
    page.line("");
    page.line("Machine: " + machine + ".");
    page.line("");
    page.line(
        """
        %,d documents of 20 to 200 words after Zipf's law, of 200,000, and a title, both analyzed \
        by Lucene's StandardAnalyzer, one thread, %d MiB for what is not written yet; queries in \
        one merged segment, of 1,000 different words or pairs of words that stand in documents, \
        each for its ten best with their ids. Lucene has ids as a term and as a value, and counts \
        hits up to a thousand.\
        """
            .formatted(documents, TextStore.BUFFER_BYTES >> 20));
    page.line("");
    page.head("measure", "Stela", "beside", "ratio", "target", "");
    rate("durable batches of %d".formatted(TextLoad.BATCH), TextLoad.BATCHES, BATCHES_FACTOR);
    rate("one load, durable in the end", TextLoad.BULK, 1);
    memory(TextLoad.BULK);
    rate(
        "the same with %s and %d MiB for what is not written"
            .formatted(TextReport.SMALL_HEAP, TextStore.SMALL_BUFFER_BYTES >> 20),
        TextLoad.SMALL,
        1);
    memory(TextLoad.SMALL);
    size();
    for (Asked asked : Asked.values()) {
      same(asked);
      percentile(asked, 50);
      percentile(asked, 99);
    }
    shared();
    page.line("");
    page.verdicts();
    page.line("");
    page.histograms();
    for (Asked asked : Asked.values()) {
      for (Kind kind : Kind.values()) {
        page.histogram(asked.title() + ", " + kind.title(), "text." + asked + "." + kind);
      }
    }
    for (Kind kind : Kind.values()) {
      page.histogram("the word of all, " + kind.title(), "text.SHARED." + kind);
    }
    return page.text();
  }

  private void rate(String measure, String mode, double factor) {
    double own = get("text." + mode, Kind.STELA, ".rate");
    double other = get("text." + mode, Kind.LUCENE, ".rate");
    page.row(
        measure,
        "%,.0f/s".formatted(own),
        "Lucene %,.0f/s".formatted(other),
        Page.ratio(own / other),
        "≥ " + factor,
        page.verdict(own >= factor * other));
  }

  private void memory(String mode) {
    double own = get("text." + mode, Kind.STELA, ".rss");
    double other = get("text." + mode, Kind.LUCENE, ".rss");
    page.row(
        "resident memory at its peak, mapped files included",
        megabytes(own),
        "Lucene " + megabytes(other),
        Page.ratio(own / other),
        "–",
        "");
  }

  private void size() {
    double own = get("text." + TextLoad.BULK, Kind.STELA, ".bytes");
    double other = get("text." + TextLoad.BULK, Kind.LUCENE, ".bytes");
    page.row(
        "size of the index, merged",
        megabytes(own),
        "Lucene " + megabytes(other),
        Page.ratio(own / other),
        "≤ " + SIZE_FACTOR,
        page.verdict(own <= SIZE_FACTOR * other));
  }

  private void percentile(Asked asked, double percentile) {
    double own = figures.get(Figures.percentile("text." + asked + "." + Kind.STELA, percentile));
    double other = figures.get(Figures.percentile("text." + asked + "." + Kind.LUCENE, percentile));
    page.row(
        "ten best of %s, p%.0f".formatted(asked.title(), percentile),
        Page.micros(own) + " µs",
        "Lucene " + Page.micros(other) + " µs",
        Page.ratio(own / other),
        "≤ 1",
        page.verdict(own <= other));
  }

  /** Figures of two stores that find different things are no comparison. */
  private void same(Asked asked) {
    String name = "text." + asked;
    double found = get(name, Kind.STELA, ".found");
    double scores = get(name, Kind.STELA, ".scores");
    double otherScores = get(name, Kind.LUCENE, ".scores");
    if (found != get(name, Kind.LUCENE, ".found")
        || Math.abs(scores - otherScores) > SCORES_DIFFER * otherScores) {
      throw new WrongResultException(
          "the stores find different things: query=%s found=%.0f and %.0f scores=%f and %f"
              .formatted(asked, found, get(name, Kind.LUCENE, ".found"), scores, otherScores));
    }
  }

  private void shared() {
    double found = figures.get("text.SHARED.count." + Kind.STELA);
    double time = figures.get(Figures.percentile("text.SHARED." + Kind.STELA, 50));
    double other = figures.get(Figures.percentile("text.SHARED." + Kind.LUCENE, 50));
    page.row(
        "ten best of the word that all have, p50",
        Page.micros(time) + " µs",
        "Lucene " + Page.micros(other) + " µs",
        Page.ratio(time / other),
        "≤ 1",
        page.verdict(time <= other));
    page.row(
        "how many have it",
        "%,.0f".formatted(found),
        "documents %,d".formatted(documents),
        Page.ratio(found / documents),
        "= 1",
        page.verdict(found == documents));
  }

  private double get(String name, Kind kind, String figure) {
    return figures.get(name + "." + kind + figure);
  }

  private static String megabytes(double bytes) {
    return "%,.1f MB".formatted(bytes / 1e6);
  }
}
