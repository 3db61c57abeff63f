package dev.stela.tools;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Another process that has a store open, until this one closes it. */
final class StoreHolder implements AutoCloseable {
  private static final String READY = "ready";

  private final Process process;

  private StoreHolder(Process process) {
    this.process = process;
  }

  /** Starts the process and waits until it has created one more entity. */
  static StoreHolder start(Path store) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    StoreHolder.class.getName(),
                    store.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (!READY.equals(line)) {
      process.destroyForcibly();
      throw new IllegalStateException("the other process did not open the store: " + line);
    }
    return new StoreHolder(process);
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /**
   * The other process.
   *
   * @param args the store
   */
  public static void main(String[] args) throws IOException {
    try (EntityStore store = EntityStore.open(Path.of(args[0]), SampleStore.config())) {
      store.create(EntityDraft.of(EntityId.named("held")));
      System.out.println(READY);
      while (System.in.read() >= 0) {}
    }
  }
}
