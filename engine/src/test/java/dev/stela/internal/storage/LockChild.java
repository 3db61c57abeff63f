package dev.stela.internal.storage;

import dev.stela.StoreInUseException;
import java.io.IOException;
import java.nio.file.Path;

/** A second process that tries to lock a store and says how that went. */
public final class LockChild {
  private LockChild() {}

  /** Takes the lock ("exclusive" or "shared") and holds it until its input ends. */
  public static void main(String[] arguments) throws IOException {
    var directory = Path.of(arguments[0]);
    var files = new SystemFiles();
    try (var lock =
        arguments[1].equals("shared")
            ? StoreLock.shared(files, directory)
            : StoreLock.exclusive(files, directory)) {
      System.out.println("locked " + lock.getClass().getSimpleName());
      System.in.read();
    } catch (StoreInUseException e) {
      System.out.println(e.pid() + " " + e.getMessage());
    }
  }
}
