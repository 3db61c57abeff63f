package dev.stela.tools;

import dev.stela.CorruptionException;
import dev.stela.VerificationReport;
import java.nio.file.Path;
import java.util.List;

/** A verification as JSON. */
record VerificationJson(
    String store,
    boolean sound,
    long damageCount,
    List<Damage> damages,
    List<String> notes,
    long frames,
    long records,
    long entities,
    long durationNanos) {

  /** One finding. */
  record Damage(String message, String file, long offset, String expected, String actual) {
    static Damage of(CorruptionException damage) {
      return new Damage(
          damage.getMessage(),
          damage.file().toString(),
          damage.offset(),
          damage.expected(),
          damage.actual());
    }
  }

  static VerificationJson of(Path store, VerificationReport report) {
    return new VerificationJson(
        store.toAbsolutePath().toString(),
        report.isSound(),
        report.damageCount(),
        report.damages().stream().map(Damage::of).toList(),
        report.notes(),
        report.frames(),
        report.records(),
        report.entities(),
        report.duration().toNanos());
  }
}
