package dev.stela.tools.ndjson;

import dev.stela.LoadStatus;
import dev.stela.tools.Progress;
import dev.stela.tools.Text;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Shows on standard error how far an import is: how many lines are in the store, how fast they get
 * there, and how long the rest takes. One thread.
 */
final class ImportProgress implements AutoCloseable {
  private static final long INTERVAL_NANOS = 5_000_000_000L;
  private static final double NANOS = 1e9;
  private static final int PERCENT = 100;

  private final PrintStream out;
  private final Progress bar;
  private final Supplier<LoadStatus> status;
  private final long total;
  private final long start = System.nanoTime();
  private final long firstPosition;
  private long firstByte = -1;
  private long shown;
  private long lastLine = start;

  /**
   * Begins.
   *
   * @param out where lines go if there is no terminal
   * @param totalBytes the length of the input; -1 if it is not known
   */
  ImportProgress(PrintStream out, Supplier<LoadStatus> status, long totalBytes) {
    this.out = out;
    this.status = status;
    this.total = totalBytes;
    this.firstPosition = status.get().nextPosition();
    boolean terminal = System.console() != null && System.console().isTerminal();
    this.bar = terminal ? Progress.of("import", totalBytes) : null;
  }

  /** Shows how much of the input has been read, if it is time to. */
  void at(long consumed) {
    firstByte = firstByte < 0 ? consumed : firstByte;
    if (bar != null) {
      bar.step(consumed - shown);
      shown = consumed;
    } else if (System.nanoTime() - lastLine >= INTERVAL_NANOS) {
      lastLine = System.nanoTime();
      out.println(text(consumed, System.nanoTime() - start));
    }
  }

  /** Returns what there is to say after some time. */
  String text(long consumed, long nanos) {
    long lines = status.get().nextPosition();
    double seconds = Math.max(nanos, 1) / NANOS;
    StringBuilder text = new StringBuilder("import: ").append(Text.count(lines)).append(" lines");
    if (total > 0) {
      text.append(", ").append(consumed * PERCENT / total).append(" %");
    }
    text.append(", ")
        .append(Text.count(Math.round((lines - firstPosition) / seconds)))
        .append("/s");
    if (total > 0 && consumed > firstByte) {
      double left = (double) (total - consumed) / (consumed - firstByte) * seconds;
      text.append(String.format(Locale.ROOT, ", %.0f s left", left));
    }
    return text.toString();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
