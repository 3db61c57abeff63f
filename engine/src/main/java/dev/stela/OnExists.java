package dev.stela;

/** What becomes of a document of a bulk load whose entity exists, be it deleted or archived. */
public enum OnExists {
  /** The document is rejected. */
  FAIL,
  /** The document is passed over; the entity stays as it is. */
  SKIP,
  /** The entity gets exactly what the document says, and is restored if it was deleted. */
  REPLACE
}
