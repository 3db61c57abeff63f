package dev.stela.internal.retention;

import java.util.HashMap;
import java.util.Map;

/** Collects horizons while events are marked. One thread. */
public final class HorizonsBuilder {
  private final Map<String, Horizon> namespaces = new HashMap<>();
  private Horizon contents = Horizon.NONE;

  /** Creates one without any horizon. */
  public HorizonsBuilder() {}

  /** Notes that before an LSN something of a namespace is missing; null for tags without one. */
  void advance(String namespace, long lsn, long timestamp) {
    Horizon known = namespaces.get(namespace);
    if (known == null || known.lsn() < lsn) {
      namespaces.put(namespace, new Horizon(lsn, timestamp));
    }
  }

  /** Notes that before an LSN some content is missing. */
  void advanceContents(long lsn, long timestamp) {
    contents = contents.later(new Horizon(lsn, timestamp));
  }

  /** Returns what was collected. */
  public Horizons build() {
    return Horizons.of(namespaces, contents);
  }
}
