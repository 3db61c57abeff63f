package dev.stela.kill;

import dev.stela.Change;
import dev.stela.Entity;
import dev.stela.EntityId;
import dev.stela.EntityReader;
import dev.stela.Lifecycle;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.collections.LongArrayList;

/** How an entity ought to be, with the LSNs of all its changes. One thread. */
final class ExpectedEntity {
  final EntityId id;
  final SortedSet<String> tags = new TreeSet<>();
  final SortedMap<String, String> texts = new TreeMap<>();
  final LongArrayList lsns = new LongArrayList();
  int amount;
  boolean deleted;
  int contentLength = -1;
  private final int thread;
  private int contentStep;

  ExpectedEntity(EntityId id, int thread) {
    this.id = id;
    this.thread = thread;
  }

  /** Makes a tag the only one of its namespace. */
  void setTag(String tag) {
    String namespace = tag.substring(0, tag.indexOf(':') + 1);
    tags.removeIf(other -> other.startsWith(namespace));
    tags.add(tag);
  }

  /** Sets the content to what {@link KillScript#content} gives for a step; length -1 removes it. */
  void content(int step, int length) {
    contentStep = step;
    contentLength = length;
  }

  /** Compares state, content and history; null if they are as expected. */
  String difference(EntityReader reader) {
    Entity found = reader.find(id).orElse(null);
    if (found == null) {
      return "missing: id=" + id + " lsns=" + lsns;
    }
    String expected = describe();
    String actual = describe(found);
    if (!expected.equals(actual)) {
      return "expected " + expected + " actual " + actual;
    }
    if (contentLength >= 0
        && (!deleted || contentLength <= Entity.LOADED_CONTENT_LIMIT)
        && !Arrays.equals(
            KillScript.content(thread, contentStep, contentLength), content(reader, found))) {
      return "content is not what was written: " + expected;
    }
    List<Long> history = reader.history(id).stream().map(Change::lsn).toList();
    return history.reversed().equals(lsns)
        ? null
        : "history: id=" + id + " expected=" + lsns + " actual=" + history.reversed();
  }

  private static byte[] content(EntityReader reader, Entity found) {
    if (found.contentLength() <= Entity.LOADED_CONTENT_LIMIT) {
      return found.content();
    }
    try (InputStream in = reader.openContent(found.id())) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String describe() {
    long lsn = lsns.isEmpty() ? 0 : lsns.getLong(lsns.size() - 1);
    return describe(
        id, deleted ? Lifecycle.DELETED : Lifecycle.ACTIVE, lsn, tags, texts, contentLength);
  }

  private static String describe(Entity entity) {
    SortedSet<String> tags = new TreeSet<>();
    entity.tags().forEach(tag -> tags.add(tag.text()));
    return describe(
        entity.id(),
        entity.lifecycle(),
        entity.lsn(),
        tags,
        entity.texts(),
        entity.contentLength());
  }

  private static String describe(
      EntityId id,
      Lifecycle lifecycle,
      long lsn,
      SortedSet<String> tags,
      SortedMap<String, String> texts,
      long contentLength) {
    return "%s %s lsn=%d tags=%s contentLength=%d texts=%s"
        .formatted(id, lifecycle, lsn, tags, contentLength, texts);
  }
}
