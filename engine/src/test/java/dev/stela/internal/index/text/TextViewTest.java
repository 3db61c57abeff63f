package dev.stela.internal.index.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** When parts are given back. */
class TextViewTest {
  private final TextDelta first = part();
  private final TextDelta second = part();
  private final TextDelta third = part();

  private static TextDelta part() {
    var part = new TextDelta(0, 1, _ -> true);
    var tokens = new DocumentTokens();
    tokens.begin(0);
    tokens.token(new byte[] {'a'}, 1, 0, 0, 1);
    part.add(tokens, 0, 1);
    return part;
  }

  /** A delta that was closed has no fields any more. */
  private static boolean isOpen(TextPart part) {
    return part.fields().length > 0;
  }

  @Test
  void shouldGiveBackPartsWhenTheLastReaderOfAReplacedViewIsDone() {
    TextView old = TextView.of(List.of(first, second));
    assertTrue(old.pin());
    assertTrue(old.pin());
    TextView next = old.followedBy(List.of(second, third));
    old.close();
    old.close();
    assertTrue(isOpen(first), "a reader is left");
    old.close();
    assertFalse(isOpen(first));
    assertTrue(isOpen(second), "the next view has it");
    assertFalse(old.pin());
    next.close();
    assertFalse(isOpen(second));
    assertFalse(isOpen(third));
  }

  @Test
  void shouldKeepPartsWhenTheViewBeforeIsStillPinned() {
    TextView old = TextView.of(List.of(first));
    assertTrue(old.pin());
    TextView next = old.followedBy(List.of(first, second));
    old.close();
    TextView last = next.followedBy(List.of(third));
    next.close();
    assertTrue(isOpen(first), "pinned by way of the first view");
    assertFalse(isOpen(second));
    old.close();
    assertFalse(isOpen(first));
    assertEquals(List.of(third), last.parts());
    assertTrue(isOpen(third));
  }

  @Test
  void shouldRefuseWhenUnpinnedOnceTooOften() {
    TextView view = TextView.of(List.of(first));
    view.close();
    assertThrows(IllegalStateException.class, view::close);
  }
}
