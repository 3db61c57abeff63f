package dev.stela;

/** A snapshot, or the result of a search, was used beyond {@link StoreConfig#snapshotMaxAge}. */
public final class SnapshotExpiredException extends StelaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what expired, and its age
   */
  public SnapshotExpiredException(String message) {
    super(message);
  }
}
