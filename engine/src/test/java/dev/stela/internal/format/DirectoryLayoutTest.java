package dev.stela.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class DirectoryLayoutTest {
  @Test
  void shouldKeepOffsetsAndConstantsWhenTheCodeChanges() {
    assertEquals(FileHeaderLayout.SIZE, DirectoryLayout.SEAL_OFFSET);
    assertEquals(64, DirectoryLayout.STATE_OFFSET);
    assertEquals(72, DirectoryLayout.LSN_OFFSET);
    assertEquals(80, DirectoryLayout.ENTRIES_OFFSET);
    assertEquals(88, DirectoryLayout.BLOCKS_OFFSET);
    assertEquals(92, DirectoryLayout.MAP_CRC_OFFSET);
    assertEquals(96, DirectoryLayout.SEAL_CRC_OFFSET);
    assertEquals(100, DirectoryLayout.SEAL_END_OFFSET);
    assertEquals(0, DirectoryLayout.OPEN);
    assertEquals(0x4445_4C41_4553L, DirectoryLayout.SEALED);
    assertEquals(32, DirectoryLayout.SHARDS);
    assertEquals(22, DirectoryLayout.MAX_DEPTH);
  }

  @Test
  void shouldPutEachFieldInItsPlaceWhenTheSealIsWritten() {
    var segment = MemorySegment.ofArray(new long[16]);
    DirectoryLayout.state(segment, DirectoryLayout.SEALED);
    DirectoryLayout.lsn(segment, 0x0102030405060708L);
    DirectoryLayout.entries(segment, 0x1112131415161718L);
    DirectoryLayout.blocks(segment, 0x21222324);
    DirectoryLayout.mapCrc(segment, 0x31323334);
    DirectoryLayout.sealCrc(segment, 0x41424344);
    assertEquals(DirectoryLayout.SEALED, segment.get(Layouts.LONG, 64));
    assertEquals('S', segment.get(Layouts.BYTE, 64));
    assertEquals('D', segment.get(Layouts.BYTE, 69));
    assertEquals(0x0102030405060708L, segment.get(Layouts.LONG, 72));
    assertEquals(0x1112131415161718L, segment.get(Layouts.LONG, 80));
    assertEquals(0x21222324, segment.get(Layouts.INT, 88));
    assertEquals(0x31323334, segment.get(Layouts.INT, 92));
    assertEquals(0x41424344, segment.get(Layouts.INT, 96));
    for (int i = 100; i < 128; i++) {
      assertEquals(0, segment.get(Layouts.BYTE, i), "byte " + i);
    }
    assertEquals(DirectoryLayout.SEALED, DirectoryLayout.state(segment));
    assertEquals(0x0102030405060708L, DirectoryLayout.lsn(segment));
    assertEquals(0x1112131415161718L, DirectoryLayout.entries(segment));
    assertEquals(0x21222324, DirectoryLayout.blocks(segment));
    assertEquals(0x31323334, DirectoryLayout.mapCrc(segment));
    assertEquals(0x41424344, DirectoryLayout.sealCrc(segment));
  }

  @Test
  void shouldTakeTopBitsForTheShardAndLowBitsForThePrefix() {
    assertEquals(31, DirectoryLayout.shard(-1L));
    assertEquals(0, DirectoryLayout.shard(-1L >>> 5));
    assertEquals(1, DirectoryLayout.shard(1L << 59));
    assertEquals(0, DirectoryLayout.prefix(-1L, 0));
    assertEquals(0b101, DirectoryLayout.prefix(0b11101, 3));
    assertEquals((1 << 22) - 1, DirectoryLayout.prefix(-1L, 22));
    assertEquals(3L << 14, DirectoryLayout.fileOffset(3));
    assertEquals(1L << 44, DirectoryLayout.fileOffset(1 << 30));
  }
}
