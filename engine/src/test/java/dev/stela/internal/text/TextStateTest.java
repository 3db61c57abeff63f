package dev.stela.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.stela.StorageException;
import dev.stela.TextIndexing;
import dev.stela.internal.checkpoint.Section;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextStateTest {
  private static final TextIndexing WANTED = TextIndexing.parse("title:english,*:standard");
  private static final TextState.Index INDEX =
      new TextState.Index(
          TextIndexing.everyField("whitespace"),
          "whitespace 1\nétude",
          1L << 40,
          7,
          1L << 33,
          List.of(
              new TextState.Segment(3, 0, 10, 1, 99, 12_345),
              new TextState.Segment(9, 10, 1 << 30, 100, 1L << 39, 1L << 35)));

  @Test
  void shouldReadWhatWasWrittenWhenThereIsAnIndexOrNone() {
    TextState state = new TextState(WANTED, Optional.of(INDEX));
    assertEquals(state, TextState.of(state.toSection()));
    assertEquals(state.withoutIndex(), TextState.of(state.withoutIndex().toSection()));
    assertEquals(TextState.NONE, TextState.of(Section.EMPTY));
    assertEquals(Section.EMPTY, TextState.NONE.toSection());
  }

  @Test
  void shouldReadWhatWasWrittenBeforeRefusedTextsWereCounted() {
    TextState.Index none =
        new TextState.Index(WANTED, "id", 5, 7, 0, List.of(INDEX.segments().getFirst()));
    TextState state = new TextState(WANTED, Optional.of(none));
    byte[] now = state.toSection().toBytes();
    int segment = now.length - 36;
    byte[] before = new byte[now.length - Long.BYTES];
    System.arraycopy(now, 0, before, 0, segment - Long.BYTES);
    System.arraycopy(now, segment, before, segment - Long.BYTES, 36);
    before[0] = 1;
    assertEquals(state, TextState.of(Section.of(before)));
  }

  @Test
  void shouldRefuseWhenALaterReleaseWroteIt() {
    byte[] bytes = new TextState(WANTED, Optional.empty()).toSection().toBytes();
    bytes[0]++;
    assertThrows(StorageException.class, () -> TextState.of(Section.of(bytes)));
  }
}
