package dev.stela.internal.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.StorageException;
import dev.stela.StoreClosedException;
import dev.stela.StoreConfig;
import dev.stela.internal.format.LiveHeaderLayout;
import dev.stela.internal.header.LiveHeader;
import dev.stela.internal.header.LiveSnapshot;
import dev.stela.internal.header.Superblock;
import dev.stela.internal.log.SegmentFiles;
import dev.stela.internal.storage.FaultyFiles;
import dev.stela.internal.storage.FaultyFiles.Operation;
import dev.stela.internal.storage.FileOps.OpenMode;
import dev.stela.internal.storage.StoreLock;
import dev.stela.internal.storage.SystemFiles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogFollowerTest {
  private static final EntityId ID = EntityId.named("one");
  private static final int CHANGES = 10;

  private final FaultyFiles files = new FaultyFiles();

  @TempDir private Path path;
  private long end;

  @BeforeEach
  void createStore() {
    try (EntityStore store =
        EntityStore.open(
            path, StoreConfig.builder().segmentBytes(StoreConfig.MIN_SEGMENT_BYTES).build())) {
      store.create(EntityDraft.of(ID));
      for (int i = 0; i < CHANGES; i++) {
        end = store.addTag(ID, "tag:" + i);
      }
    }
  }

  /** A header as it is left by a writer that had made so much visible, and died. */
  private void leaveHeader(long visibleLsn) {
    try (Superblock superblock = Superblock.open(new SystemFiles(), path, false);
        LiveHeader live = LiveHeader.initialise(new SystemFiles(), path, superblock.storeId(), 1)) {
      live.publish(visibleLsn, visibleLsn, 1, 0, 0, 0, 0, 0, 0, 0);
    }
  }

  @Test
  void shouldGoNoFurtherThanVisibleWhileSomebodyHasTheLock() {
    leaveHeader(3);
    try (LogFollower follower = LogFollower.open(files, path)) {
      StoreLock writer = StoreLock.exclusive(new SystemFiles(), path);
      for (int i = 0; i < 100; i++) {
        follower.advance();
      }
      assertEquals(3, follower.limit());
      assertEquals(0, files.count(Operation.SYNC));
      writer.close();
      follower.advanceToNow();
      assertEquals(end, follower.limit());
      assertTrue(files.count(Operation.SYNC) > 0, "what was not visible may not be durable");
    }
  }

  @Test
  void shouldBeginWithWhatWasVisibleAtTheCallWhenTheWriterGoesOnMeanwhile() {
    try (EntityStore store = EntityStore.open(path)) {
      for (int i = 0; i < 30; i++) {
        end = store.putContent(ID, new byte[60_000]);
      }
    }
    long visible = end - 2;
    StoreLock writer = StoreLock.exclusive(new SystemFiles(), path);
    try (Superblock superblock = Superblock.open(new SystemFiles(), path, false);
        LiveHeader live = LiveHeader.initialise(new SystemFiles(), path, superblock.storeId(), 1);
        LogFollower follower = LogFollower.open(files, path)) {
      live.publish(visible, visible, 2, 0, 0, 0, 0, 0, 0, 0);
      AtomicBoolean wrote = new AtomicBoolean();
      files.fail(
          Operation.OPEN,
          1,
          fault ->
              fault.on(
                  file -> {
                    // The log's second segment is opened in the middle of the call.
                    if (file.getParent().endsWith(SegmentFiles.FOLDER)) {
                      live.publish(end, end, 2, 0, 0, 0, 0, 0, 0, 0);
                      wrote.set(true);
                    }
                    return false;
                  }));
      assertEquals(visible, follower.advanceToNow());
      assertTrue(wrote.get());
    } finally {
      writer.close();
    }
  }

  @Test
  void shouldGiveNothingThatMayNotBeDurableWhenTheSyncFails() {
    leaveHeader(3);
    files.fail(Operation.SYNC, 1);
    try (LogFollower follower = LogFollower.open(files, path)) {
      assertThrows(StorageException.class, follower::advanceToNow);
      assertEquals(3, follower.limit());
      // A sync that succeeds later proves nothing.
      assertThrows(StorageException.class, follower::advance);
      assertEquals(3, follower.limit());
    }
  }

  @Test
  void shouldLookNoFurtherWhenNobodyHasWrittenSince() {
    try (LogFollower follower = LogFollower.open(files, path)) {
      follower.advanceToNow();
      assertEquals(end, follower.limit());
      long opened = files.count(Operation.OPEN);
      for (int i = 0; i < 100; i++) {
        assertFalse(follower.advance());
      }
      assertEquals(opened, files.count(Operation.OPEN), "the lock is not asked for again");
    }
  }

  @Test
  void shouldGoOnWhenAWriterWasKilledInTheMiddleOfAPublication() {
    leaveHeader(3);
    try (Superblock superblock = Superblock.open(new SystemFiles(), path, false);
        LiveHeader live = LiveHeader.open(new SystemFiles(), path, superblock.storeId())) {
      LiveSnapshot snapshot = new LiveSnapshot();
      assertTrue(live.readSoon(snapshot));
      makeOdd(snapshot.version() + 1);
      assertFalse(live.readSoon(snapshot));
    }
    try (LogFollower follower = LogFollower.open(files, path)) {
      follower.advanceToNow();
      assertEquals(end, follower.limit());
    }
  }

  private void makeOdd(long version) {
    try (var file =
        new SystemFiles().open(path.resolve(LiveHeader.FILE_NAME), OpenMode.READ_WRITE)) {
      var word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      file.write(word.putLong(version).flip(), LiveHeaderLayout.VERSION_OFFSET);
    }
  }

  @Test
  void shouldTellWritersThatWaitFromReadersThatStayWhenTheLockIsAskedFor() {
    assertTrue(StoreLock.isFreeOfWriters(files, path));
    StoreLock reader = StoreLock.shared(files, path);
    assertTrue(StoreLock.isFreeOfWriters(files, path));
    reader.close();
    StoreLock writer = StoreLock.exclusive(files, path);
    assertFalse(StoreLock.isFreeOfWriters(files, path));
    writer.close();
  }

  @Test
  void shouldRefuseWhenClosed() {
    LogFollower follower = LogFollower.open(files, path);
    follower.close();
    follower.close();
    assertThrows(StoreClosedException.class, follower::advance);
  }
}
