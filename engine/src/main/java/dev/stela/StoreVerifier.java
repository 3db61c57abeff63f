package dev.stela;

import dev.stela.internal.integrity.Findings;
import dev.stela.internal.integrity.Verifier;
import dev.stela.internal.recovery.OpenStore;
import dev.stela.internal.recovery.Opener;
import dev.stela.internal.storage.SystemFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * Checks a store that nobody is writing to: every checksum, every chain of versions, and whether
 * what is derived from the log, directory, dictionary, entity table, posting lists and counts, is
 * what the log says. Reads everything, changes nothing.
 */
public final class StoreVerifier {
  private StoreVerifier() {}

  /**
   * Verifies a store.
   *
   * @param path its folder
   * @return what was found
   * @throws StoreInUseException if a process is writing to it
   * @throws InvalidArgumentException if there is no store
   */
  public static VerificationReport verify(Path path) {
    return verify(path, checkedBytes -> {});
  }

  /**
   * Verifies a store.
   *
   * @param path its folder
   * @param progress gets the number of bytes checked, each time some more have been
   * @return what was found; damage is reported, not thrown
   * @throws StoreInUseException if a process is writing to it
   * @throws FormatVersionException if it is of a version that this release does not read
   * @throws InvalidArgumentException if there is no store
   */
  public static VerificationReport verify(Path path, LongConsumer progress) {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(progress, "progress");
    long start = System.nanoTime();
    Findings findings = new Findings();
    List<String> notes = new ArrayList<>();
    OpenStore store = null;
    Verifier verifier = null;
    try {
      store = Opener.open(new SystemFiles(), path, StoreConfig.builder().readOnly(true).build());
      store
          .superblock()
          .damage()
          .ifPresent(
              damage ->
                  notes.add(
                      "one slot of the superblock is not valid, the other one counts: "
                          + damage.getMessage()));
      if (store.recovery().cutBytes() > 0) {
        notes.add(
            "behind the last frame are bytes that were never durable; the next writing open cuts"
                + " them: bytes="
                + store.recovery().cutBytes());
      }
      verifier = new Verifier(store, findings, notes::add);
      verifier.verify(progress);
    } catch (CorruptionException e) {
      findings.add(e);
    } catch (NotAStelaFileException e) {
      findings.add(
          new CorruptionException(e.getMessage(), path, 0, "a file of a store", "another"));
    } catch (InternalError e) {
      throw Edge.translate(e);
    } finally {
      if (verifier != null) {
        verifier.close();
      }
      if (store != null) {
        store.close();
      }
    }
    return new VerificationReport(
        findings.kept(),
        findings.count(),
        notes,
        verifier == null ? 0 : verifier.frames(),
        verifier == null ? 0 : verifier.records(),
        verifier == null ? 0 : verifier.entities(),
        Duration.ofNanos(System.nanoTime() - start));
  }
}
