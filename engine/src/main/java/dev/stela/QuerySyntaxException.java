package dev.stela;

/** A text is no query. The message shows the text and, under it, where. */
public final class QuerySyntaxException extends InvalidArgumentException {
  private static final long serialVersionUID = 1;

  private final int position;

  /**
   * Creates the exception.
   *
   * @param message what is wrong, with the text and a caret under the position
   * @param position the index in the text
   */
  public QuerySyntaxException(String message, int position) {
    super(message);
    this.position = position;
  }

  /**
   * Where the text stops being a query.
   *
   * @return an index into the text, its length for the end
   */
  public int position() {
    return position;
  }
}
