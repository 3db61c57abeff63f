package dev.stela.tools.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.stela.Change;
import dev.stela.InvalidArgumentException;
import java.time.Instant;
import java.util.List;

/**
 * A line of an export, of one of four kinds, each with fields of its own: the first line, a piece
 * of a content, a change, the last line.
 *
 * @param format first line: {@link #FORMAT}
 * @param version first line: {@link #VERSION}
 * @param segmentBytes first line: the size of the store's log segments, which bounds a transaction
 * @param content piece: the content's number among those of its commit, from 1
 * @param data piece: its bytes, in Base64
 * @param time change: the commit's time; all lines of a commit have it, and no others
 * @param id change: the entity's name or UUID
 * @param named change: whether the id is a name
 * @param cut change: the events are not all that happened, but make up the whole state
 * @param events change: what happened, in order
 * @param commits last line: how many commits there were
 * @param changes last line: how many lines with changes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HistoryLine(
    String format,
    Integer version,
    Integer segmentBytes,
    Integer content,
    byte[] data,
    Instant time,
    String id,
    Boolean named,
    Boolean cut,
    List<Event> events,
    Long commits,
    Long changes) {
  static final String FORMAT = "stela-history";
  static final int VERSION = 1;

  /**
   * One event.
   *
   * @param kind what happened
   * @param subject the tag's text or the text field's name
   * @param since since when a cut state has the tag
   * @param data the content put, in Base64
   * @param content the number of the content put, where it was given in pieces
   * @param length the length in bytes of the content that was given in pieces
   * @param text the text put
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Event(
      Change.Kind kind,
      String subject,
      Instant since,
      byte[] data,
      Integer content,
      Long length,
      String text) {
    /**
     * Requires what an event of its kind cannot be without.
     *
     * @throws InvalidArgumentException if something is missing
     */
    void requireWhole() {
      if (kind == null) {
        throw new InvalidArgumentException("an event needs a kind");
      }
      switch (kind) {
        case TAG_ADDED, TAG_REMOVED, TEXT_REMOVED -> require("subject", subject);
        case TEXT_PUT -> {
          require("subject", subject);
          require("text", text);
        }
        case CONTENT_PUT -> require("data or content", data == null ? content : data);
        case CREATED, CONTENT_REMOVED, DELETED, ARCHIVED, RESTORED -> {
          // The kind says it all.
        }
      }
    }

    private void require(String name, Object value) {
      if (value == null) {
        throw new InvalidArgumentException(
            "an event of that kind needs a field: kind=" + kind + " field=" + name);
      }
    }
  }

  static HistoryLine first(int segmentBytes) {
    return new HistoryLine(
        FORMAT, VERSION, segmentBytes, null, null, null, null, null, null, null, null, null);
  }

  static HistoryLine piece(int content, byte[] data) {
    return new HistoryLine(
        null, null, null, content, data, null, null, null, null, null, null, null);
  }

  static HistoryLine change(
      Instant time, String id, boolean named, boolean cut, List<Event> events) {
    return new HistoryLine(
        null, null, null, null, null, time, id, named, cut ? true : null, events, null, null);
  }

  static HistoryLine last(long commits, long changes) {
    return new HistoryLine(
        null, null, null, null, null, null, null, null, null, null, commits, changes);
  }

  boolean isFirst() {
    return format != null;
  }

  boolean isPiece() {
    return content != null && data != null;
  }

  boolean isChange() {
    return time != null && id != null && named != null && events != null;
  }

  boolean isLast() {
    return commits != null && changes != null;
  }

  boolean isCut() {
    return cut != null && cut;
  }
}
