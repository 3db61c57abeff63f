package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.apply.Applier;
import dev.stela.internal.apply.Counts;
import dev.stela.internal.apply.LoadStates;
import dev.stela.internal.compaction.Decisions;
import dev.stela.internal.compaction.Merge;
import dev.stela.internal.compaction.Pacer;
import dev.stela.internal.directory.Directory;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.entities.EntityTable;
import dev.stela.internal.index.postings.PostingLists;
import dev.stela.internal.index.postings.PurgedSet;
import dev.stela.internal.log.DataSegmentWriter;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentFiles;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.read.Lookup;
import dev.stela.internal.recovery.OpenStore;
import dev.stela.internal.recovery.Opener;
import dev.stela.internal.retention.RetentionTally;
import dev.stela.internal.retention.Rules;
import dev.stela.internal.storage.CheckedExtents;
import dev.stela.internal.storage.MemoryExtents;
import dev.stela.internal.storage.SystemFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run of segments says is the same after it was rewritten, but for what was let go. */
class RewriteTest {
  private static final int IDS = 30;
  private static final String FIELD = "title";

  @TempDir Path folder;

  private final long seed =
      Long.getLong("stela.rewrite.seed", ThreadLocalRandom.current().nextLong());
  private final Random random = new Random(seed);
  private final List<EntityId> ids = new ArrayList<>();
  private long lastLsn;

  @Test
  void shouldAnswerTheSameAtEveryLsnWhenNothingIsDropped() throws Exception {
    write(2_500);
    OpenStore original = open();
    compare(original, List.of());
    original.close();
  }

  @Test
  void shouldRefuseExactlyWhatWasDroppedWhenOldTagsGo() throws Exception {
    write(2_500);
    OpenStore original = open();
    compare(
        original,
        List.of(
            RetentionPolicy.keepNewestTags("metric:*", 2), RetentionPolicy.keepNewestContents(2)));
    original.close();
  }

  @Test
  void shouldLeaveNoPieceOfAPurgedContentWhenWhatNamesItLiesBehindTheRun() throws Exception {
    StoreConfig config =
        StoreConfig.builder()
            .segmentBytes(StoreConfig.MIN_SEGMENT_BYTES)
            .durability(Durability.ASYNC)
            .compaction(false)
            .build();
    int ordinal = 1;
    try (EntityStore store = EntityStore.open(folder, config)) {
      store.create(EntityDraft.of(EntityId.named("kept")));
      store.create(EntityDraft.of(EntityId.named("purged")));
      store.putContent(EntityId.named("kept"), new ByteArrayInputStream(bytes(200_000)));
      store.putContent(EntityId.named("purged"), new ByteArrayInputStream(bytes(4_000_000)));
      lastLsn = store.lsn();
    }
    OpenStore original = open();
    List<LogSegment> run = List.of(original.segments().all()).subList(0, 2);
    Decisions decisions =
        new Decisions(
            new Rules(List.of(), original.dictionary()),
            new RetentionTally(List.of()),
            0,
            lastLsn,
            one -> one == ordinal,
            tag -> false);
    Path path = merge(original, run, decisions);
    original.close();
    assertTrue(path.toFile().length() < 300_000, "bytes: " + path.toFile().length());
  }

  private void write(int operations) throws IOException {
    for (int i = 0; i < IDS; i++) {
      ids.add(i % 2 == 0 ? EntityId.named("entity/" + i) : EntityId.of(random.nextLong() | 1, i));
    }
    StoreConfig config =
        StoreConfig.builder()
            .segmentBytes(StoreConfig.MIN_SEGMENT_BYTES)
            .durability(Durability.ASYNC)
            .compaction(false)
            .build();
    try (EntityStore store = EntityStore.open(folder, config)) {
      for (int i = 0; i < operations; i++) {
        EntityId id = ids.get(random.nextInt(random.nextInt(IDS) + 1));
        try {
          operate(store, id);
        } catch (EntityNotFoundException | EntityExistsException | TagNotFoundException e) {
          // It was refused, so nothing has happened.
        }
      }
      lastLsn = store.lsn();
    }
  }

  private void operate(EntityStore store, EntityId id) throws IOException {
    String tag = (random.nextBoolean() ? "metric:" : "type:") + random.nextInt(6);
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> {
        EntityDraft draft = EntityDraft.of(id).tag(tag).tag("type:thing");
        store.create(random.nextBoolean() ? draft.text(FIELD, "first") : draft);
      }
      case 4, 5, 6, 7, 8, 9 -> store.addTag(id, tag);
      case 10, 11 -> store.removeTag(id, tag);
      case 12, 13 -> store.putContent(id, bytes(random.nextInt(9_000)));
      case 14 -> store.removeContent(id);
      case 15 -> store.putContent(id, new ByteArrayInputStream(bytes(70_000 + random.nextInt(9))));
      case 16 -> store.putText(id, FIELD, "text " + random.nextInt());
      case 17 -> store.putText(id, "body", "x".repeat(random.nextInt(3_000)));
      case 18 -> store.removeText(id, FIELD);
      default -> {
        if (store.contains(id)) {
          store.delete(id);
        } else {
          store.restore(id);
        }
      }
    }
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private OpenStore open() {
    return Opener.open(new SystemFiles(), folder, StoreConfig.builder().readOnly(true).build());
  }

  /** Rewrites a part of the log and reads the whole again, as a rebuild would. */
  private Rewritten rewrite(OpenStore original, Decisions decisions) {
    LogSegment[] all = original.segments().all();
    assertTrue(all.length >= 5, "segments: " + all.length);
    int from = random.nextInt(2);
    int to = all.length - 1 - random.nextInt(2);
    List<LogSegment> run = Arrays.asList(all).subList(from, to);
    return new Rewritten(original, from, to, merge(original, run, decisions));
  }

  private Path merge(OpenStore original, List<LogSegment> run, Decisions decisions) {
    Merge merge =
        new Merge(
            original.segments(),
            original.lookup(),
            run,
            decisions,
            Pacer.unlimited(),
            lastLsn,
            Long.MAX_VALUE);
    StoreId id = original.superblock().storeId();
    int number = SegmentFiles.FIRST_DATA;
    SystemFiles files = new SystemFiles();
    SegmentFiles segmentFiles = new SegmentFiles(files, folder, id, 1 << 20, true);
    segmentFiles.createDataFolder();
    Path path = segmentFiles.path(number);
    try (DataSegmentWriter out = new DataSegmentWriter(files, path, id, number, lastLsn)) {
      merge.write(out);
      out.finish();
    }
    return path;
  }

  /** A store in memory, read from data segment and log. */
  private final class Rewritten {
    final SegmentTable segments = new SegmentTable();
    final VersionReader reader;

    Rewritten(OpenStore original, int from, int to, Path path) {
      LogSegment[] all = original.segments().all();
      StoreId id = original.superblock().storeId();
      SegmentFiles files = new SegmentFiles(new SystemFiles(), folder, id, 1 << 20, false);
      Directory directory = Directory.create(new MemoryExtents(path, 4 << 20), id, 0, 0);
      Dictionary dictionary =
          Dictionary.create(new MemoryExtents(path, Dictionary.EXTENT_BYTES), id, 0);
      Applier applier =
          new Applier(
              directory,
              dictionary,
              EntityTable.create(new MemoryExtents(path, CheckedExtents.EXTENT_BYTES), id, 0),
              PostingLists.create(
                  new MemoryExtents(path, CheckedExtents.EXTENT_BYTES),
                  new MemoryExtents(path, CheckedExtents.EXTENT_BYTES),
                  id,
                  0),
              Counts.NONE,
              new LoadStates());
      for (int i = 0; i < all.length; i++) {
        if (i == from) {
          LogSegment data = files.open(SegmentFiles.FIRST_DATA, (int) path.toFile().length());
          data.adopt((int) data.memory().byteSize(), all[from].firstLsn());
          replay(data, applier);
        } else if (i < from || i >= to) {
          replay(all[i], applier);
        }
      }
      reader =
          new VersionReader(
              new Lookup(directory, segments),
              dictionary,
              segments,
              new PurgedSet(applier.postings()));
    }

    private void replay(LogSegment segment, Applier applier) {
      segments.add(segment);
      segment.checkAll();
      long at = LogSegmentLayout.FRAMES_OFFSET;
      while (at < segment.end()) {
        int length = FrameLayout.length(segment.memory(), at);
        MemorySegment frame = MemorySegment.ofArray(new long[length / 8]);
        frame.copyFrom(segment.memory().asSlice(at, length));
        applier.apply(frame, segment.number(), at, segment.path());
        at += length;
      }
    }
  }

  private void compare(OpenStore original, List<RetentionPolicy> policies) throws IOException {
    Decisions decisions =
        new Decisions(
            new Rules(policies, original.dictionary()),
            new RetentionTally(policies),
            System.currentTimeMillis() * 1_000_000,
            lastLsn,
            ordinal -> false,
            tag -> false);
    Rewritten rewritten = rewrite(original, decisions);
    long horizon = decisions.horizons().newest().lsn();
    Moments moments = new Moments(original);
    VersionReader before =
        new VersionReader(
            original.lookup(), original.dictionary(), original.segments(), original.purged());
    boolean drops = !policies.isEmpty();
    int refused = 0;
    for (EntityId id : ids) {
      String what = "id=" + id + " seed=" + seed;
      assertEquals(
          describe(before.find(id, lastLsn, false)),
          describe(rewritten.reader.find(id, lastLsn, false)),
          what);
      for (long lsn = 0; lsn <= lastLsn; lsn += 1 + random.nextInt(5)) {
        Optional<Entity> expected = before.find(id, lsn, false);
        Optional<Entity> found;
        try {
          found = rewritten.reader.find(id, lsn, false);
        } catch (HistoryNotKeptException e) {
          assertTrue(lsn < e.horizonLsn() && e.horizonLsn() <= horizon, what + e.getMessage());
          refused++;
          continue;
        }
        assertEquals(describe(expected), describe(found), what + " lsn=" + lsn);
        if (expected.isPresent() && expected.get().contentLength() > 0) {
          assertContent(before, rewritten.reader, id, lsn);
        }
      }
      assertHistory(before, rewritten.reader, id, drops, moments);
    }
    assertEquals(drops, refused > 0, "refused: " + refused + " seed=" + seed);
  }

  private static String describe(Optional<Entity> found) {
    return found
        .map(
            entity ->
                entity
                    + " "
                    + entity.updated()
                    + entity.created()
                    + entity.createdLsn()
                    + entity.tagTimes()
                    + entity.texts()
                    + (entity.contentLength() > Entity.LOADED_CONTENT_LIMIT
                        ? ""
                        : Arrays.hashCode(entity.content())))
        .orElse("none");
  }

  private void assertContent(VersionReader before, VersionReader after, EntityId id, long lsn)
      throws IOException {
    if (before.contains(id, lsn) && random.nextInt(10) == 0) {
      try (var expected = before.openContent(id, lsn);
          var found = after.openContent(id, lsn)) {
        assertTrue(Arrays.equals(expected.readAllBytes(), found.readAllBytes()), "seed=" + seed);
      }
    }
  }

  private void assertHistory(
      VersionReader before, VersionReader after, EntityId id, boolean drops, Moments moments) {
    if (before.find(id, lastLsn, false).isEmpty()) {
      assertThrows(
          EntityNotFoundException.class,
          () -> after.history(id, lastLsn, HistoryRange.all(), moments));
      return;
    }
    List<Change> all = before.history(id, lastLsn, HistoryRange.all(), moments);
    List<Change> kept = after.history(id, lastLsn, HistoryRange.all(), moments);
    if (drops) {
      assertKept(all, kept, "id=" + id + " seed=" + seed);
    } else {
      assertEquals(all, kept, "seed=" + seed);
    }
  }

  /** What no policy is about is all there, and of what they are about the newest two at least. */
  private void assertKept(List<Change> all, List<Change> kept, String what) {
    List<String> before = events(all);
    List<String> after = events(kept);
    assertTrue(before.containsAll(after), what);
    int metrics = 0;
    int contents = 0;
    for (String event : before) {
      boolean metric = event.contains(" metric:");
      boolean content = event.contains(" CONTENT_");
      boolean newest = metric ? metrics++ < 2 : content && contents++ < 2;
      assertTrue((metric || content) && !newest || after.contains(event), what + " lost " + event);
    }
    assertTrue(after.size() < before.size() || before.size() < 100, what);
  }

  /** What the changes tell, newest first. */
  private static List<String> events(List<Change> changes) {
    List<String> told = new ArrayList<>();
    for (Change change : changes) {
      for (Change.Event event : change.events().reversed()) {
        told.add(change.lsn() + " " + event.kind() + " " + event.subject() + " " + event.after());
      }
    }
    return told;
  }
}
