package dev.stela;

/**
 * A query asks for text that the store does not index so: in a field which is not indexed at all,
 * or for a phrase in one without positions. See {@link StoreConfig} for what is indexed.
 */
public final class TextNotIndexedException extends InvalidArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;

  /**
   * Creates the exception.
   *
   * @param message says what happened
   * @param field the field; null if no field is indexed
   */
  public TextNotIndexedException(String message, String field) {
    super(message);
    this.field = field;
  }

  /**
   * The field that is not indexed so.
   *
   * @return its name; null if no field is indexed
   */
  public String field() {
    return field;
  }
}
