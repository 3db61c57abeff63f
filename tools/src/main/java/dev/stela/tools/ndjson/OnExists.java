package dev.stela.tools.ndjson;

/** What becomes of a line whose entity is in the store. */
enum OnExists {
  /** The line is rejected. */
  FAIL,
  /** The line is passed over; the entity stays as it is. */
  SKIP,
  /** The entity gets exactly what the line says, and is restored if it was deleted. */
  REPLACE
}
