package dev.stela.internal.query;

import dev.stela.Order;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.format.StateLayout;
import dev.stela.internal.read.TagSet;
import dev.stela.internal.read.Version;

/** What entities are ordered by, as numbers: the smaller comes first. One thread. */
interface Keys {
  /** Returns what is compared first. */
  long first(int ordinal);

  /** Returns what is compared if the first is equal. */
  default long second(int ordinal) {
    return 0;
  }

  /** Returns the keys of an order whose keys are numbers. */
  static Keys of(Order order, Indexes indexes, long lsn) {
    Keys ascending =
        switch (order.by()) {
          case ID -> id(indexes);
          case UPDATED -> updated(indexes, lsn);
          case TAG_COUNT -> tagCount(indexes, lsn);
          default -> throw new IllegalArgumentException("order " + order);
        };
    return order.descending() ? reversed(ascending) : ascending;
  }

  private static Keys reversed(Keys keys) {
    return new Keys() {
      @Override
      public long first(int ordinal) {
        return ~keys.first(ordinal);
      }

      @Override
      public long second(int ordinal) {
        return ~keys.second(ordinal);
      }
    };
  }

  private static Keys id(Indexes indexes) {
    return new Keys() {
      @Override
      public long first(int ordinal) {
        // Unsigned numbers in the order of signed ones.
        return indexes.entities().idHigh(ordinal) ^ Long.MIN_VALUE;
      }

      @Override
      public long second(int ordinal) {
        return indexes.entities().idLow(ordinal) ^ Long.MIN_VALUE;
      }
    };
  }

  /** Later commits have later times, so that the LSN says as much. */
  private static Keys updated(Indexes indexes, long lsn) {
    Version version = new Version();
    return ordinal -> Versions.lastLsn(indexes, ordinal, lsn, version);
  }

  private static Keys tagCount(Indexes indexes, long lsn) {
    Version version = new Version();
    TagSet tags = new TagSet();
    return ordinal -> {
      if (!Versions.find(indexes, ordinal, lsn, version)) {
        return 0;
      }
      if (RecordLayout.changes(version.memory(), version.record()) == 0) {
        return StateLayout.tags(version.memory(), version.baseState());
      }
      tags.load(version);
      return tags.size();
    };
  }
}
