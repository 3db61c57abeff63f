package dev.stela.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextSegmentLayoutTest {
  @Test
  void shouldPlaceEveryFieldOfTheSummaryWhereTheFormatSays() {
    assertEquals(0, TextSegmentLayout.FIRST_LSN_OFFSET);
    assertEquals(8, TextSegmentLayout.LAST_LSN_OFFSET);
    assertEquals(16, TextSegmentLayout.BASE_LSN_OFFSET);
    assertEquals(24, TextSegmentLayout.ORDINALS_OFFSET);
    assertEquals(32, TextSegmentLayout.FROMS_OFFSET);
    assertEquals(40, TextSegmentLayout.ENDINGS_OFFSET);
    assertEquals(48, TextSegmentLayout.ORDER_OFFSET);
    assertEquals(56, TextSegmentLayout.OUTER_OFFSET);
    assertEquals(64, TextSegmentLayout.PAGES_OFFSET);
    assertEquals(72, TextSegmentLayout.FIRST_DOCUMENT_OFFSET);
    assertEquals(76, TextSegmentLayout.END_DOCUMENT_OFFSET);
    assertEquals(80, TextSegmentLayout.DOCUMENTS_OFFSET);
    assertEquals(84, TextSegmentLayout.FIELDS_OFFSET);
    assertEquals(88, TextSegmentLayout.FROM_BYTES_OFFSET);
    assertEquals(92, TextSegmentLayout.ENDING_BYTES_OFFSET);
    assertEquals(96, TextSegmentLayout.OUTER_ENDINGS_OFFSET);
    assertEquals(100, TextSegmentLayout.PREFIX_BYTES_OFFSET);
    assertEquals(104, TextSegmentLayout.TABLE_CRC_OFFSET);
    assertEquals(108, TextSegmentLayout.CRC_OFFSET);
    assertEquals(112, TextSegmentLayout.SIZE);
    assertEquals(16_384, TextSegmentLayout.PAGE_BYTES);
  }

  @Test
  void shouldPlaceEveryPartOfAFieldWhereTheFormatSays() {
    assertEquals(0, TextFieldLayout.TOKENS_OFFSET);
    assertEquals(8, TextFieldLayout.ENDED_TOKENS_OFFSET);
    assertEquals(16, TextFieldLayout.TERMS_OFFSET);
    assertEquals(24, TextFieldLayout.INDEX_OFFSET);
    assertEquals(32, TextFieldLayout.LENGTHS_OFFSET);
    assertEquals(40, TextFieldLayout.FIELD_OFFSET);
    assertEquals(44, TextFieldLayout.FLAGS_OFFSET);
    assertEquals(48, TextFieldLayout.DOCUMENTS_OFFSET);
    assertEquals(52, TextFieldLayout.ENDED_DOCUMENTS_OFFSET);
    assertEquals(56, TextFieldLayout.LENGTH_BYTES_OFFSET);
    assertEquals(60, TextFieldLayout.LENGTH_ENTRIES_OFFSET);
    assertEquals(64, TextFieldLayout.GREATEST_LENGTH_OFFSET);
    assertEquals(68, TextFieldLayout.PREFIX_BYTES_OFFSET);
    assertEquals(72, TextFieldLayout.SIZE);
  }

  @Test
  void shouldPlaceEveryPartOfAListWhereTheFormatSays() {
    assertEquals(0, TextListLayout.POSITION_BYTES_OFFSET);
    assertEquals(4, TextListLayout.DOCUMENT_BYTES_OFFSET);
    assertEquals(6, TextListLayout.BLOCKS_OFFSET);
    assertEquals(8, TextListLayout.GROUP_IMPACT_BYTES_OFFSET);
    assertEquals(10, TextListLayout.ENTRIES_OFFSET);
    assertEquals(8, TextListLayout.entryBytes(false));
    assertEquals(12, TextListLayout.entryBytes(true));
    assertEquals(12, TextListLayout.GROUP_BYTES);
    assertEquals(128, TextListLayout.BLOCK_DOCUMENTS);
    assertEquals(32, TextListLayout.GROUP_BLOCKS);
    assertEquals(32, TextTermLayout.BLOCK_TERMS);
  }
}
