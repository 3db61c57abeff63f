package dev.stela.internal.text;

import dev.stela.InvalidArgumentException;

/**
 * A text of the log that cannot be indexed. Immutable; any thread.
 *
 * @param field the field's name
 * @param reason why not
 */
public record RefusedText(String field, InvalidArgumentException reason) {
  /** Returns what a person is told of it. */
  String message() {
    return "field=" + field + ": " + reason.getMessage();
  }
}
