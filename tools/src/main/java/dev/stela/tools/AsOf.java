package dev.stela.tools;

import dev.stela.EntityStore;
import dev.stela.HistoryRange;
import dev.stela.Snapshot;
import dev.stela.internal.format.Timestamps;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A moment in a store's past, given as a time or as an LSN. Immutable. */
sealed interface AsOf {
  /** Opens the store's state as of this moment. */
  Snapshot of(EntityStore store);

  /** Lets a part of a history begin here. */
  HistoryRange beginning(HistoryRange range);

  /** Lets a part of a history end here. */
  HistoryRange ending(HistoryRange range);

  /** Returns the LSN that is meant in a store. */
  default long lsn(EntityStore store) {
    try (Snapshot past = of(store)) {
      return past.lsn();
    }
  }

  /** The state after the commit with this LSN. */
  record AtLsn(long lsn) implements AsOf {
    @Override
    public Snapshot of(EntityStore store) {
      return store.asOf(lsn);
    }

    @Override
    public HistoryRange beginning(HistoryRange range) {
      return range.fromLsn(lsn);
    }

    @Override
    public HistoryRange ending(HistoryRange range) {
      return range.toLsn(lsn);
    }

    @Override
    public String toString() {
      return "lsn:" + lsn;
    }
  }

  /** The state at this time. */
  record AtTime(Instant time) implements AsOf {
    @Override
    public Snapshot of(EntityStore store) {
      return store.asOf(time);
    }

    @Override
    public HistoryRange beginning(HistoryRange range) {
      return range.from(time);
    }

    @Override
    public HistoryRange ending(HistoryRange range) {
      return range.to(time);
    }

    @Override
    public String toString() {
      return time.toString();
    }
  }

  /** Reads what stands on the command line. */
  final class Converter implements ITypeConverter<AsOf> {
    private static final String LSN = "lsn:";
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final long LEAST_NANOS = 1_000_000_000_000_000L;

    @Override
    public AsOf convert(String text) {
      try {
        if (text.startsWith(LSN)) {
          return new AtLsn(Long.parseLong(text.substring(LSN.length())));
        }
        if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
          return nanoseconds(text);
        }
        return new AtTime(time(text));
      } catch (NumberFormatException | DateTimeParseException e) {
        throw new TypeConversionException(
            "'"
                + text
                + "' is neither a time like 2026-01-31T12:00:00.123456789Z, nor a date,"
                + " nor nanoseconds since 1970, nor lsn:N");
      }
    }

    private static Instant time(String text) {
      return DATE.matcher(text).matches()
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    }

    /** In a query digits are an LSN. Whoever thinks so here would be told of an empty store. */
    private static AtTime nanoseconds(String text) {
      long nanos = Long.parseLong(text);
      if (nanos < LEAST_NANOS) {
        throw new TypeConversionException(
            "'"
                + text
                + "' as nanoseconds since 1970 is in its first days; an LSN is written lsn:"
                + text);
      }
      return new AtTime(Timestamps.instant(nanos));
    }
  }
}
