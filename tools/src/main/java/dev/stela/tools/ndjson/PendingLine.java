package dev.stela.tools.ndjson;

import dev.stela.EntityId;
import dev.stela.StagedContent;

/** A line on its way into the store. One thread. */
final class PendingLine {
  final RawLine raw;

  /** What the line says; null if it was rejected when it was read, or is blank. */
  final EntityLine entity;

  /** The content, where it is too long for a transaction to carry. */
  StagedContent staged;

  /** Whether the content is long and in the store already. */
  boolean contentKept;

  private Outcome outcome;
  private String reason;

  private PendingLine(RawLine raw, EntityLine entity, Outcome outcome) {
    this.raw = raw;
    this.entity = entity;
    this.outcome = outcome;
  }

  static PendingLine of(RawLine raw, LineParser parser) {
    if (raw.isBlank()) {
      return new PendingLine(raw, null, Outcome.BLANK);
    }
    try {
      return new PendingLine(raw, parser.parse(raw), null);
    } catch (BadLineException e) {
      PendingLine rejected = new PendingLine(raw, null, null);
      rejected.reject(e.getMessage());
      return rejected;
    }
  }

  EntityId id() {
    return entity.id();
  }

  Outcome outcome() {
    return outcome;
  }

  /** Returns why the line was rejected. */
  String reason() {
    return reason;
  }

  void become(Outcome newOutcome) {
    outcome = newOutcome;
  }

  void reject(String why) {
    outcome = Outcome.REJECTED;
    reason = why;
  }
}
