package dev.stela.internal.index.dictionary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.format.DefinitionLayout;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.MemoryExtents;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Room that was reserved is enough, however many extents the definitions of a commit fill. */
class DictionaryReserveTest {
  private static final int TEXT_BYTES = 250;
  private static final int EXTENTS = 8;

  @Test
  void shouldNotGrowWhenDefinitionsLoseALittleOfEachExtent() {
    MemoryExtents extents = new MemoryExtents(Path.of("dictionary"), Dictionary.EXTENT_BYTES);
    try (Dictionary dictionary = Dictionary.create(extents, new StoreId(1, 2), 0)) {
      int size = DefinitionLayout.size(TEXT_BYTES);
      // One more than fit into eight extents, each of which has some bytes left over.
      int count =
          1
              + (Dictionary.EXTENT_BYTES - FileHeaderLayout.SIZE) / size
              + (EXTENTS - 1) * (Dictionary.EXTENT_BYTES / size);
      dictionary.reserve((long) count * size);
      int reserved = extents.extents();
      for (int i = 1; i <= count; i++) {
        byte[] utf8 = "%0250d".formatted(i).getBytes(StandardCharsets.US_ASCII);
        assertTrue(dictionary.defineTag(i, MemorySegment.ofArray(utf8), 0, utf8.length));
      }
      assertEquals(reserved, extents.extents());
    }
  }
}
