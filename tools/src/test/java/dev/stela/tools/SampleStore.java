package dev.stela.tools;

import dev.stela.Durability;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Snapshot;
import dev.stela.StoreConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A small store with a bit of everything, closed. */
public final class SampleStore {
  /** Tagged, changed, with content and text. */
  public static final EntityId BOOK = EntityId.named("book: \u00dcbung \u2014 1");

  /** Deleted. */
  public static final EntityId GONE = EntityId.named("gone");

  /** Without a name, with content that is no text and too long for one frame. */
  public static final EntityId BLOB = EntityId.of(0x0123_4567_89AB_7DEFL, 0x8000_0000_0000_0001L);

  /** Length of the content of {@link #BLOB}. */
  public static final int BLOB_BYTES = 200_000;

  /** First content of {@link #BOOK}. */
  public static final String OLD_CONTENT = "{\"pages\":12}";

  /** Later content of {@link #BOOK}. */
  public static final String NEW_CONTENT = "{\"pages\":13}";

  /** Where the store is. */
  public final Path path;

  /** LSN before {@link #BOOK} was changed. */
  public final long lsnBefore;

  /** Time before {@link #BOOK} was changed. */
  public final Instant timeBefore;

  private SampleStore(Path path, long lsnBefore, Instant timeBefore) {
    this.path = path;
    this.lsnBefore = lsnBefore;
    this.timeBefore = timeBefore;
  }

  /** Returns how the sample is opened: small, because tests make many. */
  public static StoreConfig config() {
    return StoreConfig.builder()
        .segmentBytes(StoreConfig.MIN_SEGMENT_BYTES)
        .durability(Durability.ASYNC)
        .build();
  }

  /** Makes the store. */
  public static SampleStore create(Path path) throws IOException {
    try (EntityStore store = EntityStore.open(path, config())) {
      store.create(
          EntityDraft.of(BOOK)
              .tag("kind:book")
              .tag("status:new")
              .content(bytes(OLD_CONTENT))
              .text("title", "Die \u00dcbung"));
      store.create(EntityDraft.of(GONE).tag("kind:note"));
      long lsnBefore;
      Instant timeBefore;
      try (Snapshot before = store.snapshot()) {
        lsnBefore = before.lsn();
        timeBefore = before.timestamp();
      }
      store.setTag(BOOK, "status:read");
      store.putContent(BOOK, bytes(NEW_CONTENT));
      store.delete(GONE);
      store.create(EntityDraft.of(BLOB).tag("kind:blob"));
      store.putContent(BLOB, new ByteArrayInputStream(blob()));
      return new SampleStore(path, lsnBefore, timeBefore);
    }
  }

  /** Returns the content of {@link #BLOB}. */
  public static byte[] blob() {
    byte[] bytes = new byte[BLOB_BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8) | 0x80);
    }
    return bytes;
  }

  /** Returns the files of the store, the lock file included. */
  public List<Path> files() {
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns every file with its length, time and bytes, for telling whether one was written. */
  public Map<String, String> fingerprint() {
    Map<String, String> files = new TreeMap<>();
    for (Path file : files()) {
      try {
        files.put(
            path.relativize(file).toString(),
            Files.getLastModifiedTime(file)
                + " "
                + Files.size(file)
                + " "
                + Arrays.hashCode(Files.readAllBytes(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  /** Returns the first segment of the log. */
  public Path logSegment() {
    return files().stream()
        .filter(file -> file.toString().endsWith(".log"))
        .findFirst()
        .orElseThrow();
  }

  /** Changes one byte of a file. */
  public static void flip(Path file, long offset) {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var one = ByteBuffer.allocate(1);
      channel.read(one, offset);
      one.put(0, (byte) ~one.get(0)).flip();
      channel.write(one, offset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
