package dev.stela.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.stela.Change;
import java.time.Instant;
import java.util.List;

/**
 * A change as JSON. What did not stand, before or after, is left out, and so is the length of a
 * tag; a feed's events have no {@code before}.
 */
record ChangeJson(
    @JsonUnwrapped EntityIdJson entity, long lsn, Instant timestamp, List<EventJson> events) {

  /** One event. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record EventJson(Change.Kind kind, String subject, StampJson before, StampJson after) {}

  /** What stands. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record StampJson(Instant since, Long length) {
    static StampJson of(Change.Stamp stamp) {
      return stamp == null
          ? null
          : new StampJson(stamp.since(), stamp.length() < 0 ? null : stamp.length());
    }
  }

  static ChangeJson of(Change change) {
    return new ChangeJson(
        EntityIdJson.of(change.id()),
        change.lsn(),
        change.timestamp(),
        change.events().stream()
            .map(
                event ->
                    new EventJson(
                        event.kind(),
                        event.subject(),
                        StampJson.of(event.before()),
                        StampJson.of(event.after())))
            .toList());
  }
}
