package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.JUnitException;
import org.opentest4j.AssertionFailedError;
import org.roaringbitmap.RoaringBitmap;

@Timeout(300)
class StreamedContentTest {
  private static final EntityId ID = EntityId.named("film");
  private static final long LENGTH = 200L << 20;

  @TempDir Path folder;

  /** In a process of its own, whose heap and direct memory are far smaller than the content. */
  @Test
  void shouldStreamInAndOutWhenTheContentIsLargerThanTheHeap() throws Exception {
    Process child =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx32m",
                    "-XX:MaxDirectMemorySize=16m",
                    "-cp",
                    String.join(
                        File.pathSeparator,
                        rootOf(EntityStore.class),
                        rootOf(StreamedContentTest.class),
                        rootOf(DirectBuffer.class),
                        rootOf(RoaringBitmap.class),
                        rootOf(Assertions.class),
                        rootOf(JUnitException.class),
                        rootOf(AssertionFailedError.class)),
                    Child.class.getName(),
                    folder.toString()))
            .inheritIO()
            .start();
    assertTrue(child.waitFor(240, TimeUnit.SECONDS), "the child ended");
    assertEquals(0, child.exitValue());
    try (EntityStore store = open(folder)) {
      requireFilm(store);
    }
  }

  @Test
  void shouldChangeNothingWhenTheStreamBreaksOff() {
    try (EntityStore store = open(folder)) {
      store.create(EntityDraft.of(ID).content(new byte[3]));
      InputStream broken =
          new Pattern(5 << 20) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
              if (position > 3 << 20) {
                throw new IOException("broke off");
              }
              return super.read(target, offset, length);
            }
          };
      assertEquals(
          "broke off",
          assertThrows(IOException.class, () -> store.putContent(ID, broken)).getMessage());
      assertEquals(3, store.get(ID).orElseThrow().contentLength());
      assertEquals(1, store.history(ID).size());
    }
  }

  /** Writes a gigabyte: {@code -Dstela.large=true} runs it. */
  @Test
  @EnabledIfSystemProperty(named = "stela.large", matches = "true")
  void shouldRefuseContentWhenItIsLongerThanAGigabyte() throws IOException {
    try (EntityStore store = open(folder)) {
      store.create(EntityDraft.of(ID));
      assertThrows(
          InvalidArgumentException.class, () -> store.putContent(ID, new Pattern((1L << 30) + 1)));
      assertEquals(-1, store.get(ID).orElseThrow().contentLength());
      store.putContent(ID, new Pattern(1L << 30));
      assertEquals(1L << 30, store.get(ID).orElseThrow().contentLength());
    }
  }

  private static void requireFilm(EntityStore store) throws IOException {
    Entity entity = store.get(ID).orElseThrow();
    assertEquals(LENGTH, entity.contentLength());
    assertThrows(InvalidArgumentException.class, entity::content);
    Pattern expected = new Pattern(LENGTH);
    byte[] found = new byte[100_000];
    byte[] wanted = new byte[found.length];
    try (InputStream stream = store.openContent(ID)) {
      int count;
      while ((count = stream.readNBytes(found, 0, found.length)) > 0) {
        assertEquals(count, expected.readNBytes(wanted, 0, count));
        assertEquals(-1, java.util.Arrays.mismatch(found, 0, count, wanted, 0, count));
      }
    }
    assertEquals(-1, expected.read());
    assertFalse(store.statistics().segments() < 3);
  }

  private static String rootOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private static EntityStore open(Path path) {
    return EntityStore.open(path, StoreConfig.builder().durability(Durability.ASYNC).build());
  }

  /** The child's main class. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      try (EntityStore store = open(Path.of(arguments[0]))) {
        store.create(EntityDraft.of(ID));
        store.putContent(ID, new Pattern(LENGTH));
        requireFilm(store);
      }
    }
  }

  /** So many bytes, each of which depends on its place. */
  private static class Pattern extends InputStream {
    final long length;
    long position;

    Pattern(long length) {
      this.length = length;
    }

    @Override
    public int read() {
      return position == length ? -1 : at(position++) & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      int piece = (int) Math.min(count, length - position);
      for (int i = 0; i < piece; i++) {
        target[offset + i] = at(position++);
      }
      return piece == 0 && count > 0 ? -1 : piece;
    }

    private static byte at(long place) {
      return (byte) (place * 31 + (place >>> 13) + (place >>> 20));
    }
  }
}
