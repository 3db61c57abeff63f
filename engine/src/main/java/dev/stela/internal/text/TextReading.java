package dev.stela.internal.text;

import dev.stela.internal.analysis.TextSchema;
import dev.stela.internal.index.text.TextView;

/**
 * The text index as one search sees it: its parts, which stay readable until this is closed, and
 * how texts became terms. One thread.
 */
public final class TextReading implements AutoCloseable {
  private final TextView view;
  private final TextSchema schema;
  private boolean closed;

  /** Takes over a pin of the view. */
  TextReading(TextView view, TextSchema schema) {
    this.view = view;
    this.schema = schema;
  }

  /** Returns the parts. */
  public TextView view() {
    return view;
  }

  /** Returns the fields with their analyzers. */
  public TextSchema schema() {
    return schema;
  }

  /** Unpins the parts; closing again does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      view.close();
    }
  }
}
