package dev.stela.internal.text;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.stela.StorageFullException;
import dev.stela.TransactionTooLargeException;
import org.junit.jupiter.api.Test;

class TextRoomTest {
  private final TextRoom room = new TextRoom();

  @Test
  void shouldRefuseATransactionWhenItsTextsWouldFillAPartOfTheIndex() {
    room.require(0, 1, TextRoom.MOST_LIST_BYTES);
    assertThrows(
        TransactionTooLargeException.class, () -> room.require(0, 1, TextRoom.MOST_LIST_BYTES + 1));
  }

  @Test
  void shouldRefuseDocumentsWhenThereIsNoNumberForAllOfThem() {
    room.require(Integer.MAX_VALUE - 10, 9, 0);
    assertThrows(StorageFullException.class, () -> room.require(Integer.MAX_VALUE - 10, 10, 0));
  }
}
