package dev.stela.jmh;

import java.util.ArrayList;
import java.util.List;

/**
 * A report in the making: Markdown whose tables are aligned, to be read as plain text too. Keeps
 * count of the targets that were met. One thread.
 */
final class Page {
  /** Less an operation is nothing: other threads allocate a little now and then. */
  private static final double NOTHING_BYTES = 0.5;

  private final Figures figures;
  private final StringBuilder text = new StringBuilder();
  private final List<String[]> table = new ArrayList<>();
  private int met;
  private int missed;

  Page(Figures figures) {
    this.figures = figures;
  }

  /** The whole report. */
  String text() {
    endTable();
    return text.toString();
  }

  void line(String line) {
    endTable();
    text.append(line).append('\n');
  }

  /** The sentence about the targets so far. */
  void verdicts() {
    line("%d targets met, %d missed.".formatted(met, missed));
  }

  /** Starts a table. */
  void head(String... titles) {
    endTable();
    table.add(titles);
  }

  /** Adds a row to the table. */
  void row(String... cells) {
    if (cells.length != table.getFirst().length) {
      throw new IllegalArgumentException("a row of another table: cells=" + cells.length);
    }
    table.add(cells);
  }

  String verdict(boolean reached) {
    if (reached) {
      met++;
    } else {
      missed++;
    }
    return reached ? "met" : "**missed**";
  }

  /** Adds a row on what an operation allocates, which is to be nothing. */
  void nothing(String measure, String benchmark, String beside) {
    double bytes = figures.get(benchmark + JmhRuns.BYTES);
    row(measure, bytes(benchmark), beside, "–", "0 B", verdict(bytes < NOTHING_BYTES));
  }

  String bytes(String benchmark) {
    return "%.2f B".formatted(figures.get(benchmark + JmhRuns.BYTES));
  }

  /** Starts a table for {@link #histogram}. */
  void histograms() {
    List<String> titles = new ArrayList<>(List.of("time of one, µs"));
    Figures.PERCENTILES.forEach(percentile -> titles.add(title(percentile)));
    titles.add("max");
    titles.add("count");
    head(titles.toArray(String[]::new));
  }

  /** Adds a row with the percentiles of times. */
  void histogram(String title, String name) {
    List<String> cells = new ArrayList<>(List.of(title));
    for (double percentile : Figures.PERCENTILES) {
      cells.add(micros(figures.get(Figures.percentile(name, percentile))));
    }
    cells.add(micros(figures.get(Figures.max(name))));
    cells.add("%,.0f".formatted(figures.get(name + ".count")));
    row(cells.toArray(String[]::new));
  }

  /** The median of the rounds, and their range where there is more than one. */
  String nanos(String name) {
    return range(name, "%,.0f", 1, " ns");
  }

  /** As {@link #nanos}, in microseconds. */
  String microsOf(String name) {
    double median = figures.get(name);
    return range(name, median < 1e5 ? "%,.2f" : "%,.0f", 1e3, " µs");
  }

  private String range(String name, String format, double unit, String suffix) {
    double least = figures.least(name);
    double greatest = figures.greatest(name);
    String median = format.formatted(figures.get(name) / unit) + suffix;
    return least == greatest
        ? median
        : median
            + " ("
            + format.formatted(least / unit)
            + "–"
            + format.formatted(greatest / unit)
            + ")";
  }

  static String micros(double nanos) {
    return (nanos < 10_000 ? "%,.2f" : "%,.0f").formatted(nanos / 1e3);
  }

  static String ratio(double ratio) {
    return "%.2f".formatted(ratio);
  }

  private static String title(double percentile) {
    return "p" + (percentile == Math.rint(percentile) ? "%.0f" : "%s").formatted(percentile);
  }

  private void endTable() {
    if (table.isEmpty()) {
      return;
    }
    int[] widths = new int[table.getFirst().length];
    for (String[] row : table) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    append(table.removeFirst(), widths);
    for (int width : widths) {
      text.append("|-").append("-".repeat(width)).append('-');
    }
    text.append("|\n");
    table.forEach(row -> append(row, widths));
    table.clear();
  }

  private void append(String[] row, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      text.append("| ").append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 1));
    }
    text.append("|\n");
  }
}
