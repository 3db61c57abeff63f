package dev.stela.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a terminal does to a process when somebody presses Ctrl-C. */
public final class ControlC {
  private static final String IGNORED_SIGNALS = "SigIgn:";
  private static final int SIGINT_BIT = 1 << 1;

  private ControlC() {}

  /**
   * Skips a test in a process that ignores the signal, as those do that a shell has put into the
   * background: its children ignore it too, and never end.
   */
  public static void assumeHeeded() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(IGNORED_SIGNALS)) {
        String mask = line.substring(IGNORED_SIGNALS.length()).trim();
        boolean ignored = (Long.parseUnsignedLong(mask, 16) & SIGINT_BIT) != 0;
        assumeFalse(ignored, "this process ignores SIGINT, and its children would");
      }
    }
  }

  /** Interrupts a process. */
  public static void press(Process process) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
    assertEquals(0, kill.waitFor());
  }
}
