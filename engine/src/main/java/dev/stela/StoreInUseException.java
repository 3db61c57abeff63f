package dev.stela;

/** The store is locked by another opening, in this process or in another one. */
public final class StoreInUseException extends StelaException {
  private static final long serialVersionUID = 1L;

  private final long pid;

  /**
   * Creates the exception.
   *
   * @param message what happened, naming the holder where it is known
   * @param pid process id of the holder, 0 when it is not known
   */
  public StoreInUseException(String message, long pid) {
    super(message);
    this.pid = pid;
  }

  /** {@return the process id of the holder, 0 when it is not known} */
  public long pid() {
    return pid;
  }
}
