package dev.stela.internal.text;

import dev.stela.CorruptionException;
import dev.stela.internal.analysis.TextSchema;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.text.DocumentTokens;
import dev.stela.internal.index.text.Endings;
import dev.stela.internal.index.text.OuterEndings;
import dev.stela.internal.index.text.TextDelta;
import dev.stela.internal.index.text.TextPart;
import dev.stela.internal.index.text.TextSegment;
import dev.stela.internal.index.text.TextView;
import java.util.ArrayList;
import java.util.List;

/**
 * One text index: segments, deltas that wait to become segments, and the delta that documents are
 * added to. Whoever holds the writer lock changes it; any thread may take the view or one of the
 * lists.
 */
public final class TextParts {
  private final TextSchema schema;
  private final Dictionary dictionary;
  private volatile List<Stored> stored;
  private volatile List<Frozen> frozen = List.of();
  private volatile TextView view;

  // Written under the writer lock.
  private volatile TextDelta active;
  private TextPart[] order;
  private volatile int standing;
  private volatile long refused;
  private volatile String lastRefusal = "";

  // By who flushes: what the segments in force say.
  private volatile long coveredLsn;
  private volatile long publishedLsn;
  private int coveredStanding;
  private long coveredRefused;

  /** A segment, and what a manifest says of it. */
  record Stored(TextSegment segment, TextState.Segment entry) {}

  /**
   * A delta that gets no documents any more.
   *
   * @param lsn the last LSN that had been applied
   * @param standing how many documents stood then
   * @param refused how many lacked a text then
   */
  record Frozen(TextDelta delta, long lsn, int standing, long refused) {}

  /**
   * Begins with what is in segments, whose outer endings are applied here.
   *
   * @param standing how many documents stand
   * @param refused how many documents lack a text
   * @param coveredLsn up to where the segments say everything
   */
  TextParts(
      TextSchema schema,
      Dictionary dictionary,
      List<Stored> stored,
      int standing,
      long refused,
      long coveredLsn) {
    this.schema = schema;
    this.dictionary = dictionary;
    this.stored = List.copyOf(stored);
    int next = stored.isEmpty() ? 0 : stored.getLast().entry().endDocument();
    this.active = new TextDelta(next, coveredLsn + 1, this::hasPositions);
    this.standing = standing;
    this.coveredStanding = standing;
    this.refused = refused;
    this.coveredRefused = refused;
    this.coveredLsn = coveredLsn;
    this.publishedLsn = coveredLsn;
    applyOuterEndings();
    List<TextPart> parts = parts();
    this.order = parts.toArray(TextPart[]::new);
    this.view = TextView.of(parts);
  }

  /** Begins with nothing. */
  static TextParts empty(TextSchema schema, Dictionary dictionary, long coveredLsn) {
    return new TextParts(schema, dictionary, List.of(), 0, 0, coveredLsn);
  }

  private boolean hasPositions(int field) {
    return schema.field(dictionary.field(field)).positions();
  }

  /** Returns how texts become terms. */
  public TextSchema schema() {
    return schema;
  }

  /** Returns the parts in force. */
  TextView view() {
    return view;
  }

  /** Returns the segments in the order of their documents. */
  List<Stored> stored() {
    return stored;
  }

  /** Returns the deltas that wait to become segments, the oldest first. */
  List<Frozen> frozen() {
    return frozen;
  }

  /** Returns the LSN up to which the segments say everything. */
  long coveredLsn() {
    return coveredLsn;
  }

  /** Returns how many documents stand; exact for who holds the writer lock. */
  int standing() {
    return standing;
  }

  /** Returns how many documents lack a text that could not be indexed, superseded ones included. */
  long refused() {
    return refused;
  }

  /** Returns why the last such text could not be since the store was opened; empty without one. */
  String lastRefusal() {
    return lastRefusal;
  }

  /** Says that the document that is brought in next, or has just been, lacks a text. */
  public void refused(RefusedText text) {
    refused++;
    lastRefusal = text.message();
  }

  /** Returns how much memory the delta takes that documents are added to. */
  long activeBytes() {
    return active.bytes();
  }

  /** Returns how much memory all deltas take. */
  long deltaBytes() {
    long bytes = activeBytes();
    for (Frozen one : frozen) {
      bytes += one.delta().bytes();
    }
    return bytes;
  }

  /** Returns what a manifest says of the segments; while nobody flushes. */
  TextState.Index state() {
    List<TextState.Segment> entries = stored.stream().map(Stored::entry).toList();
    return new TextState.Index(
        schema.indexing(), schema.identity(), coveredLsn, coveredStanding, coveredRefused, entries);
  }

  /** Returns the number of the next document. */
  int nextDocument() {
    return active.endDocument();
  }

  static boolean isEmpty(TextDelta delta) {
    return delta.endDocument() == delta.firstDocument() && delta.outerEndings().size() == 0;
  }

  /**
   * Brings in what a version says.
   *
   * @param created whether it is the entity's first one
   * @param replaces {@link TextRule#replaces}
   * @param retires {@link TextRule#retires}
   * @param tokens the document's, if it replaces the one before
   */
  public void change(
      int ordinal,
      boolean created,
      boolean replaces,
      boolean retires,
      DocumentTokens tokens,
      long lsn) {
    boolean retired = !created && end(ordinal, lsn, retires && !replaces);
    if (replaces && (retired || !tokens.isEmpty())) {
      int document = active.add(tokens, ordinal, lsn);
      if (tokens.isEmpty()) {
        // Nor does it say any more what it said when it was deleted.
        active.end(document, lsn, false);
      } else if (retires) {
        // It never stood; but who asks for what was deleted finds what it said at last.
        active.end(document, lsn, true);
      } else {
        standing++;
      }
    }
  }

  /** Brings in that an entity was purged. */
  public void purge(int ordinal, long lsn) {
    end(ordinal, lsn, true);
  }

  /**
   * Ends the document of an entity, if one stands.
   *
   * @return whether none does, since the entity was not active
   */
  private boolean end(int ordinal, long lsn, boolean retired) {
    for (int i = order.length - 1; i >= 0; i--) {
      TextPart part = order[i];
      int document = part.documentOf(ordinal, Long.MAX_VALUE);
      if (document >= 0) {
        if (part.to(document) != TextPart.NEVER) {
          return part.isRetired(document);
        }
        part.end(document, lsn, retired);
        standing--;
        if (part != active) {
          active.endOuter(document, lsn, retired);
        }
        return false;
      }
    }
    return false;
  }

  /**
   * Begins the next delta; the one before waits to become a segment.
   *
   * @param lsn the last LSN that has been applied
   */
  void freeze(long lsn) {
    active.extendTo(lsn);
    active.freeze();
    List<Frozen> all = new ArrayList<>(frozen);
    all.add(new Frozen(active, lsn, standing, refused));
    active = new TextDelta(active.endDocument(), lsn + 1, this::hasPositions);
    frozen = List.copyOf(all);
    changeView();
  }

  /**
   * Puts a segment in the place of the parts of which it was made.
   *
   * @param by null if there was nothing to write
   */
  void replace(List<? extends TextPart> old, Stored by) {
    List<Stored> segments = new ArrayList<>();
    for (Stored known : stored) {
      if (!old.contains(known.segment())) {
        segments.add(known);
      } else if (old.getFirst() == known.segment()) {
        segments.add(by);
      }
    }
    List<Frozen> deltas = new ArrayList<>();
    for (Frozen known : frozen) {
      if (old.contains(known.delta())) {
        coveredLsn = known.lsn();
        coveredStanding = known.standing();
        coveredRefused = known.refused();
      } else {
        deltas.add(known);
      }
    }
    if (by != null && !segments.contains(by)) {
      segments.add(by);
    }
    stored = List.copyOf(segments);
    frozen = List.copyOf(deltas);
    changeView();
  }

  /**
   * Lets all that has been applied wait to become a segment.
   *
   * @param lsn the last LSN that has been applied
   */
  void freezeAll(long lsn) {
    if (!isEmpty(active)) {
      freeze(lsn);
    } else if (frozen.isEmpty()) {
      coveredLsn = lsn;
      coveredStanding = standing;
      coveredRefused = refused;
    }
  }

  /** Returns the LSN up to which all is in segments, or waits to be. */
  long frozenLsn() {
    List<Frozen> waiting = frozen;
    return waiting.isEmpty() ? coveredLsn : waiting.getLast().lsn();
  }

  /** Returns the LSN up to which a manifest knows everything. */
  long publishedLsn() {
    return publishedLsn;
  }

  void published(long lsn) {
    publishedLsn = lsn;
  }

  private void changeView() {
    TextView before = view;
    List<TextPart> parts = parts();
    order = parts.toArray(TextPart[]::new);
    // Volatile store: whoever sees an LSN that is announced later finds the delta that has it.
    view = before.followedBy(parts);
    before.close();
  }

  private List<TextPart> parts() {
    List<TextPart> parts = new ArrayList<>();
    stored.forEach(one -> parts.add(one.segment()));
    frozen.forEach(one -> parts.add(one.delta()));
    parts.add(active);
    return parts;
  }

  private void applyOuterEndings() {
    for (int i = 1; i < stored.size(); i++) {
      OuterEndings endings = stored.get(i).segment().outerEndings();
      for (int j = 0; j < endings.size(); j++) {
        TextSegment older = holding(endings.document(j), i);
        long ending = endings.ending(j);
        if (older.ordinal(endings.document(j)) >= 0) {
          older.end(endings.document(j), Endings.lsn(ending), Endings.isRetired(ending));
        }
      }
    }
  }

  /** Finds the segment with a document among the first ones. */
  private TextSegment holding(int document, int end) {
    for (int i = end - 1; i >= 0; i--) {
      TextSegment segment = stored.get(i).segment();
      if (segment.firstDocument() <= document && document < segment.endDocument()) {
        return segment;
      }
    }
    throw new CorruptionException(
        "a segment of the text index ends a document that no older one has",
        TextFiles.relative(stored.get(end).entry().number()),
        0,
        "a document of an older segment",
        document);
  }

  /** Says that it is in force no more: parts are given back when the last reader has ended. */
  void close() {
    view.close();
  }
}
