package dev.stela.jmh;

import dev.stela.jmh.MixedStore.Kind;

/** The report on amplification: which figures, beside which. One thread. */
final class AmplificationText {
  /** A store that made fewer of its changes than this has not had the same load. */
  private static final double PACE = 0.99;

  private final Figures figures;
  private final int entities;
  private final int rate;
  private final int seconds;
  private final Page page;

  AmplificationText(Figures figures, int entities, int rate, int seconds) {
    this.figures = figures;
    this.entities = entities;
    this.rate = rate;
    this.seconds = seconds;
    this.page = new Page(figures);
  }

  String markdown(String machine) {
    page.line("# Write and space amplification");
    page.line("");
    page.line("Machine: " + machine + ".");
    page.line("");
    page.line(
        """
        Work: %,d entities with 128 random bytes and two tags, inserted one by one, then %,d \
        changes a second for %,d s, each atomic: 60 %% overwrite a content, 20 %% a tag, both \
        after Zipf's law, 10 %% insert, 10 %% remove. Stela: `ASYNC`, retention of one content \
        and two events of a tag; its tags are indexed, removed ones are purged. RocksDB: defaults, its log synced every \
        10 ms, a key for each content and tag. Written is `write_bytes` of the process; what the \
        device has got holds what others wrote too; user data are ids, contents and tags as \
        handed over; live ones those that are there in the end.\
        """
            .formatted(entities, rate, seconds));
    page.line("");
    page.head("measure", "Stela", "beside", "ratio", "target", "");
    compare("written per byte of user data", "written", "user");
    compare("on disk per byte of live data, in the end", "disk", "live");
    compare("the same, at its peak", "peak", "live");
    unpaced();
    for (Kind kind : Kind.values()) {
      paced(kind);
    }
    page.line("");
    page.verdicts();
    page.line("");
    bytes();
    return page.text();
  }

  private void compare(String measure, String part, String whole) {
    double own = get(Kind.STELA, part) / get(Kind.STELA, whole);
    double other = get(Kind.ROCKSDB, part) / get(Kind.ROCKSDB, whole);
    page.row(
        measure,
        "%.2f".formatted(own),
        "RocksDB %.2f".formatted(other),
        Page.ratio(own / other),
        "–",
        "");
  }

  private void unpaced() {
    double own = get(Kind.STELA, "unpaced");
    double other = get(Kind.ROCKSDB, "unpaced");
    page.row(
        "changes without a pace, afterwards",
        "%,.0f/s".formatted(own),
        "RocksDB %,.0f/s".formatted(other),
        Page.ratio(own / other),
        "–",
        "");
  }

  private void paced(Kind kind) {
    double reached = get(kind, "paced");
    page.row(
        "changes meanwhile, " + kind.title(),
        "%,.0f/s".formatted(reached),
        "wanted %,d/s".formatted(rate),
        Page.ratio(reached / rate),
        "≥ " + PACE,
        page.verdict(reached >= PACE * rate));
  }

  private void bytes() {
    page.head(
        "MB", "user data", "written", "device", "live", "on disk", "peak", "entities in the end");
    for (Kind kind : Kind.values()) {
      page.row(
          kind.title(),
          megabytes(kind, "user"),
          megabytes(kind, "written"),
          megabytes(kind, "device"),
          megabytes(kind, "live"),
          megabytes(kind, "disk"),
          megabytes(kind, "peak"),
          "%,.0f".formatted(get(kind, "entities")));
    }
  }

  private String megabytes(Kind kind, String part) {
    return "%,.0f".formatted(get(kind, part) / 1e6);
  }

  private double get(Kind kind, String part) {
    return figures.get("mixed." + kind + "." + part);
  }
}
