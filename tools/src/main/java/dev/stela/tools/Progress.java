package dev.stela.tools;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows on standard error how far a task is. One thread. */
public interface Progress extends AutoCloseable {
  /**
   * Tells that more is done.
   *
   * @param more how much more
   */
  void step(long more);

  @Override
  void close();

  /**
   * A bar on a terminal, a line every now and then elsewhere.
   *
   * @param task what is done
   * @param total how much there is to do; negative if it is not known
   * @return the progress of a task that begins now
   */
  static Progress of(String task, long total) {
    boolean terminal = System.console() != null && System.console().isTerminal();
    return terminal ? new Bar(task, total) : new Lines(System.err, task, total);
  }

  /** Shows a bar that is redrawn in place. */
  final class Bar implements Progress {
    private static final int WIDTH = 79;
    private static final int INTERVAL_MILLIS = 100;

    private final ProgressBar bar;

    private Bar(String task, long total) {
      this.bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(INTERVAL_MILLIS)
              .showSpeed()
              // With a width given, it does not load native code to ask the terminal.
              .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
              .clearDisplayOnFinish()
              .build();
    }

    @Override
    public void step(long more) {
      bar.stepBy(more);
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /** Prints lines for a log file. */
  final class Lines implements Progress {
    private static final long INTERVAL_NANOS = 5_000_000_000L;

    private final PrintStream out;
    private final String task;
    private final long total;
    private long done;
    private long lastLine = System.nanoTime();

    Lines(PrintStream out, String task, long total) {
      this.out = out;
      this.task = task;
      this.total = total;
    }

    @Override
    public void step(long more) {
      done += more;
      if (System.nanoTime() - lastLine >= INTERVAL_NANOS) {
        lastLine = System.nanoTime();
        out.printf("%s: %d%s%n", task, done, total < 0 ? "" : " of " + total);
      }
    }

    @Override
    public void close() {
      out.flush();
    }
  }
}
