package dev.stela.tools.history;

import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.InvalidArgumentException;
import dev.stela.StagedContent;
import dev.stela.StelaException;
import dev.stela.Transaction;
import dev.stela.internal.format.Timestamps;
import dev.stela.tools.RefusedException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Commits again what an export says was committed, each at its time. One thread. */
final class HistoryImport {
  private final HistoryLines lines;
  private final EntityStore store;
  private final ReplayClock clock;
  private final List<StagedContent> contents = new ArrayList<>();
  private long lastTime;
  private long commits;
  private long changes;

  /**
   * Imports the lines after the first.
   *
   * @param store an empty store with that clock
   */
  HistoryImport(HistoryLines lines, EntityStore store, ReplayClock clock) {
    this.lines = lines;
    this.store = store;
    this.clock = clock;
  }

  /** Checks the first line of an export and returns it. */
  static HistoryLine first(HistoryLines lines) {
    HistoryLine first = lines.take();
    if (!first.isFirst() || !first.format().equals(HistoryLine.FORMAT)) {
      throw lines.bad("not an export: the first line has no format=" + HistoryLine.FORMAT);
    }
    if (first.version() == null || first.version() != HistoryLine.VERSION) {
      throw lines.bad(
          "an export of another version: version="
              + first.version()
              + " expected="
              + HistoryLine.VERSION);
    }
    if (first.segmentBytes() == null) {
      throw lines.bad("segmentBytes is missing");
    }
    return first;
  }

  long commits() {
    return commits;
  }

  long changes() {
    return changes;
  }

  /** Imports all; what is wrong anywhere fails it. */
  void run() throws IOException {
    HistoryLine line;
    while (!(line = next()).isLast()) {
      if (line.isPiece()) {
        stage(line.content());
      } else if (line.isChange()) {
        commit(line.time());
      } else {
        throw lines.bad("neither a change nor a piece of a content");
      }
    }
    lines.take();
    if (line.commits() != commits || line.changes() != changes || !contents.isEmpty()) {
      throw lines.bad(
          "lines are missing: commits=%d expected=%d changes=%d expected=%d"
              .formatted(commits, line.commits(), changes, line.changes()));
    }
    if (lines.peek() != null) {
      throw lines.bad("something stands after the last line");
    }
  }

  private HistoryLine next() {
    HistoryLine line = lines.peek();
    return line == null ? lines.take() : line;
  }

  private void stage(int number) throws IOException {
    if (number != contents.size() + 1) {
      throw lines.bad(
          "a content is out of order: content=" + number + " expected=" + (contents.size() + 1));
    }
    clock.stop();
    contents.add(store.stage(new PieceStream(lines, number)));
  }

  private void commit(Instant time) {
    long nanos = nanos(time);
    if (nanos <= lastTime) {
      throw lines.bad(
          "a commit's time has to be after that of the one before: time="
              + time
              + " before="
              + Timestamps.instant(lastTime));
    }
    lastTime = nanos;
    clock.set(nanos);
    try {
      store.write(tx -> changes(tx, time));
    } catch (StelaException e) {
      throw e instanceof RefusedException ? e : lines.bad(e.getMessage());
    }
    contents.clear();
    commits++;
  }

  private long nanos(Instant time) {
    try {
      return Timestamps.nanos(time);
    } catch (StelaException e) {
      throw lines.bad(e.getMessage());
    }
  }

  private void changes(Transaction tx, Instant time) {
    do {
      HistoryLine line = lines.take();
      changes++;
      EntityId id = id(line);
      if (line.isCut()) {
        new StateReplacer(tx, id).replace(cutEvents(line), this::content);
      } else {
        ChangeApplier applier = new ChangeApplier(tx, id);
        events(line).forEach(event -> applier.apply(event, content(event)));
      }
    } while (isChangeAt(time));
  }

  /** A state may take several lines, and replaces the one before as a whole. */
  private List<HistoryLine.Event> cutEvents(HistoryLine first) {
    List<HistoryLine.Event> events = new ArrayList<>(events(first));
    while (isChangeAt(first.time()) && lines.peek().isCut() && isSameEntity(first, lines.peek())) {
      events.addAll(events(lines.take()));
      changes++;
    }
    return events;
  }

  /** Returns the events of a change, having looked whether each of them is whole. */
  private static List<HistoryLine.Event> events(HistoryLine line) {
    for (HistoryLine.Event event : line.events()) {
      if (event == null) {
        throw new InvalidArgumentException("an event is null");
      }
      event.requireWhole();
    }
    return line.events();
  }

  private static boolean isSameEntity(HistoryLine one, HistoryLine other) {
    return one.id().equals(other.id()) && one.named().equals(other.named());
  }

  private boolean isChangeAt(Instant time) {
    HistoryLine next = lines.peek();
    return next != null && next.isChange() && next.time().equals(time);
  }

  private EntityId id(HistoryLine line) {
    try {
      return line.named() ? EntityId.named(line.id()) : EntityId.of(UUID.fromString(line.id()));
    } catch (IllegalArgumentException e) {
      throw lines.bad("not a UUID: id=" + line.id());
    }
  }

  /** Returns the long content that an event names; null if it names none. */
  private StagedContent content(HistoryLine.Event event) {
    if (event.content() == null) {
      return null;
    }
    if (event.content() < 1 || event.content() > contents.size()) {
      throw lines.bad("there is no such content before the commit: content=" + event.content());
    }
    StagedContent staged = contents.get(event.content() - 1);
    if (event.length() == null || event.length() != staged.length()) {
      throw lines.bad(
          "pieces of a content are missing: content="
              + event.content()
              + " bytes="
              + staged.length()
              + " expected="
              + event.length());
    }
    return staged;
  }
}
