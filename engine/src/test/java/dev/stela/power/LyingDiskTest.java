package dev.stela.power;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Durability;
import dev.stela.power.Operation.Kind;
import dev.stela.power.Watcher.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A disk that reports syncs as done which it has not done is to the engine what an engine without
 * those syncs is to a good disk. Each of them has to show, or {@link PowerCutTest} proves nothing.
 */
@Timeout(600)
class LyingDiskTest {
  private static final int ATTEMPTS = 40;

  @TempDir Path folder;

  /** What the disk leaves out. */
  private enum Lie {
    /** Commits that are announced before they are durable. */
    FRAMES(Kind.SYNC, name -> name.endsWith(".log")),
    /** Segments whose zeros and header are not there when their frames are. */
    NEW_SEGMENTS(Kind.SYNC, name -> name.endsWith(".log.tmp")),
    NAMES_OF_SEGMENTS(Kind.SYNC_DIRECTORY, name -> name.equals("log")),
    NAMES_IN_THE_STORE(Kind.SYNC_DIRECTORY, name -> name.equals("store")),
    NAME_OF_THE_STORE(Kind.SYNC_DIRECTORY, name -> name.startsWith("first")),
    SUPERBLOCK(Kind.SYNC, name -> name.equals("superblock")),
    NEW_SUPERBLOCK(Kind.SYNC, name -> name.equals("superblock.tmp")),
    /** The superblock is written before the manifest that it names. */
    MANIFEST(Kind.SYNC, name -> name.startsWith("manifest-")),
    DIRECTORY(Kind.SYNC, name -> name.startsWith("directory-")),
    DICTIONARY(Kind.SYNC, name -> name.startsWith("dictionary-")),
    ENTITIES(Kind.SYNC, name -> name.startsWith("entities-")),
    POSTING_HEADS(Kind.SYNC, name -> name.startsWith("posting-heads-")),
    POSTINGS(Kind.SYNC, name -> name.startsWith("postings-")),
    /** Only a rebuild that is not to replay segments notices: else the part is made anew. */
    INDEX_PARTS(Kind.SYNC, name -> name.contains(".idx")),
    DATA_SEGMENTS(Kind.SYNC, name -> name.contains(".seg")),
    NAMES_OF_DATA(Kind.SYNC_DIRECTORY, name -> name.equals("segments"));

    private final Kind kind;
    private final Predicate<String> names;

    Lie(Kind kind, Predicate<String> names) {
      this.kind = kind;
      this.names = names;
    }

    Verdict of(Operation operation) {
      // What is backed up is looked at by itself.
      boolean ofStore = !operation.path().toString().contains("/backup");
      return ofStore && operation.kind() == kind && names.test(operation.name())
          ? Verdict.SKIP
          : Verdict.PROCEED;
    }
  }

  @ParameterizedTest
  @EnumSource(Lie.class)
  void shouldBeFoundOutWhenTheDiskLeavesASyncOut(Lie lie) throws Exception {
    long seed = ThreadLocalRandom.current().nextLong();
    for (int i = 0; i < ATTEMPTS; i++) {
      Path own = Files.createDirectories(folder.toRealPath().resolve("attempt" + i));
      Files.createDirectories(own.resolve("first"));
      Plan plan =
          new Plan(own, Durability.SYNC)
              .sessions(2)
              .steps(6, 1)
              .longEvery(4)
              .maintainedEvery(lie.compareTo(Lie.INDEX_PARTS) < 0 ? 12 : 6)
              .cuts(0.3)
              .verdicts(lie::of);
      try {
        Life.first(plan, own.resolve("first"), seed + i).run();
      } catch (AssertionError expected) {
        assertTrue(expected.getMessage().contains("power cut"), expected::getMessage);
        return;
      }
    }
    throw new AssertionError("nobody has noticed: seed=" + seed);
  }
}
