package dev.stela.internal.query.text;

/** Which documents count as of an LSN. */
public enum Standing {
  /** Those that stand: of active entities, what they say. */
  NOW,
  /** Those, and of entities that are not active what they said last. */
  LATEST,
  /** Those that stood at any LSN up to it. */
  EVER
}
