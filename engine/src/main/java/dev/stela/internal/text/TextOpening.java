package dev.stela.internal.text;

import dev.stela.AnalyzerMissingException;
import dev.stela.CorruptionException;
import dev.stela.FormatVersionException;
import dev.stela.InvalidArgumentException;
import dev.stela.NotAStelaFileException;
import dev.stela.TextIndexing;
import dev.stela.internal.analysis.TextSchema;
import dev.stela.internal.log.LogSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Opens the text index of a store whose log has been read up to its end: segments that fit, and
 * what the log says behind them. What is missing, damaged or does not fit is made anew from the
 * log, at once if that is little. Used once, one thread.
 */
public final class TextOpening {
  private static final int STEP_FRAMES = 64;

  private final TextEnvironment environment;
  private final TextFiles files;
  private final long lastLsn;
  private long caughtUp;

  /** Opens with the parts of a store. */
  public TextOpening(TextEnvironment environment) {
    this.environment = environment;
    this.files = new TextFiles(environment.files(), environment.path(), environment.storeId());
    this.lastLsn = environment.commits().appendedLsn();
  }

  /**
   * Opens for writing: the manifest says afterwards how texts are to be indexed.
   *
   * @param configured how; null as the manifest says
   * @param anew whether segments are not to be used
   * @return null if no texts are indexed
   */
  public TextIndex open(TextIndexing configured, boolean anew) {
    TextState found = TextState.of(environment.catalog().current().text());
    TextIndexing wanted = configured == null ? found.wanted() : configured;
    if (wanted.isEmpty()) {
      publish(found, TextState.NONE);
      return null;
    }
    TextSchema schema = TextSchema.of(wanted);
    TextParts parts = anew ? null : caughtUp(existing(found, schema));
    boolean ready = parts != null && isMadeBy(found.index().orElseThrow(), schema);
    try {
      if (!ready && isLittle()) {
        close(parts);
        parts = TextParts.empty(schema, environment.dictionary(), 0);
        ready = true;
        catchUp(parts);
      }
      publish(found, new TextState(wanted, Optional.ofNullable(parts).map(TextParts::state)));
    } catch (RuntimeException | Error e) {
      close(parts);
      throw e;
    }
    return new TextIndex(environment, files, schema, parts, ready, caughtUp);
  }

  /**
   * Opens for reading only: in memory, and no file is changed.
   *
   * @param state what the manifest says, which does not say that nothing is indexed
   */
  TextParts openToRead(TextState state) {
    TextSchema schema = TextSchema.of(state.wanted());
    TextParts parts = caughtUp(existing(state, schema));
    return parts != null ? parts : caughtUp(TextParts.empty(schema, environment.dictionary(), 0));
  }

  /** Brings in what segments do not say; null if they cannot be used, since they are damaged. */
  private TextParts caughtUp(TextParts parts) {
    if (parts == null) {
      return null;
    }
    try {
      catchUp(parts);
      return parts;
    } catch (CorruptionException e) {
      close(parts);
      if (files.isSegment(e.file())) {
        return null;
      }
      throw e;
    } catch (RuntimeException | Error e) {
      close(parts);
      throw e;
    }
  }

  private static void close(TextParts parts) {
    if (parts != null) {
      parts.close();
    }
  }

  /** What an earlier release of an analyzer has made answers while it is made anew. */
  private static boolean isMadeBy(TextState.Index index, TextSchema schema) {
    return index.identity().equals(schema.identity());
  }

  private void catchUp(TextParts parts) {
    TextFeed feed = new TextFeed(environment, parts, parts.coveredLsn());
    while (feed.lsn() < lastLsn) {
      feed.advance(lastLsn, STEP_FRAMES);
      // However much there is to catch up with: no delta may get full.
      if (parts.activeBytes() >= environment.bufferBytes()) {
        parts.freeze(feed.lsn());
      }
    }
    caughtUp = feed.commits();
  }

  /** Tells whether the log is so short that going through it holds nobody up. */
  private boolean isLittle() {
    long bytes = 0;
    for (LogSegment segment : environment.segments().all()) {
      bytes += segment.end();
    }
    return bytes <= environment.bufferBytes();
  }

  /** Opens what the manifest names; null if it is of no use. */
  private TextParts existing(TextState state, TextSchema schema) {
    TextState.Index index = state.index().orElse(null);
    if (index == null || index.coveredLsn() > lastLsn) {
      return null;
    }
    List<TextParts.Stored> stored = new ArrayList<>();
    try {
      TextSchema made =
          index.indexing().equals(schema.indexing()) ? schema : TextSchema.of(index.indexing());
      for (TextState.Segment entry : index.segments()) {
        stored.add(new TextParts.Stored(files.open(entry), entry));
      }
      requireInOrder(index);
      return new TextParts(
          made,
          environment.dictionary(),
          stored,
          index.standing(),
          index.refused(),
          index.coveredLsn());
    } catch (CorruptionException
        | NotAStelaFileException
        | FormatVersionException
        | AnalyzerMissingException
        | InvalidArgumentException e) {
      stored.forEach(one -> one.segment().close());
      return null;
    } catch (RuntimeException | Error e) {
      stored.forEach(one -> one.segment().close());
      throw e;
    }
  }

  private void requireInOrder(TextState.Index index) {
    int document = 0;
    for (TextState.Segment segment : index.segments()) {
      if (segment.firstDocument() != document || segment.lastLsn() > index.coveredLsn()) {
        throw new CorruptionException(
            "segments of the text index do not follow one another",
            files.path(segment.number()),
            0,
            "document " + document + ", lsn up to " + index.coveredLsn(),
            segment);
      }
      document = segment.endDocument();
    }
  }

  /** Says what is in force, if that is not what was, and removes all else. */
  private void publish(TextState before, TextState now) {
    if (!before.equals(now)) {
      environment.catalog().publish(manifest -> manifest.withText(now.toSection()));
    }
    List<TextState.Segment> segments = now.index().map(TextState.Index::segments).orElse(List.of());
    segments.forEach(segment -> files.use(segment.number()));
    files.removeAllBut(segments);
  }
}
