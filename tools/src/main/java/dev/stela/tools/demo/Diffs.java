package dev.stela.tools.demo;

import dev.stela.EntityDiff;
import dev.stela.EntityStore;
import dev.stela.Lifecycle;
import dev.stela.Tag;
import dev.stela.tools.Text;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Asks the store what the updates have changed, and compares that with what they did. One thread.
 */
final class Diffs {
  private final EntityStore store;
  private final long lsnBefore;
  private final Checks checks;
  private final PrintWriter out;

  /** Asks of what is different now from the LSN before the updates. */
  Diffs(EntityStore store, long lsnBefore, Checks checks, PrintWriter out) {
    this.store = store;
    this.lsnBefore = lsnBefore;
    this.checks = checks;
    this.out = out;
  }

  /** Compares all diffs, and prints one. */
  void run(List<Updated> updated) {
    Problems problems = new Problems();
    long end = store.lsn();
    for (Updated entity : updated) {
      EntityDiff diff = store.diff(entity.id(), lsnBefore, end);
      String difference = difference(diff, entity);
      if (difference != null) {
        problems.add(entity.key() + " " + entity.update() + " " + difference);
      }
    }
    updated.stream()
        .filter(entity -> entity.update() == Update.MANY_IN_ONE_TRANSACTION)
        .findFirst()
        .ifPresent(entity -> print(entity, store.diff(entity.id(), lsnBefore, end)));
    checks.holds("diffs of updated entities name what was updated", problems);
  }

  private void print(Updated entity, EntityDiff diff) {
    out.println("          diff of " + Text.printable(entity.key()) + ":");
    diff.tagsRemoved().keySet().forEach(tag -> out.println("            - " + tag));
    diff.tagsAdded().keySet().forEach(tag -> out.println("            + " + tag));
    diff.texts()
        .forEach(
            (field, change) ->
                out.printf("            %s: %s -> %s%n", field, change.before(), change.after()));
  }

  private static String difference(EntityDiff diff, Updated entity) {
    if (!texts(diff.tagsAdded().keySet()).equals(without(entity.after(), entity.before()))) {
      return "added other tags: " + diff.tagsAdded().keySet();
    }
    if (!texts(diff.tagsRemoved().keySet()).equals(without(entity.before(), entity.after()))) {
      return "removed other tags: " + diff.tagsRemoved().keySet();
    }
    boolean deleted = entity.after().lifecycle() == Lifecycle.DELETED;
    if (diff.before().presence() != EntityDiff.Presence.ACTIVE
        || diff.after().presence()
            != (deleted ? EntityDiff.Presence.DELETED : EntityDiff.Presence.ACTIVE)) {
      return "was " + diff.before().presence() + " and is " + diff.after().presence();
    }
    boolean content = !Arrays.equals(entity.before().content(), entity.after().content());
    if (content != (diff.content() != null)) {
      return "has a content that " + (content ? "was" : "was not") + " changed";
    }
    Set<String> fields = new TreeSet<>(entity.after().texts().keySet());
    fields.removeAll(entity.before().texts().keySet());
    return diff.texts().keySet().equals(fields)
        ? null
        : "changed other texts: " + diff.texts().keySet();
  }

  private static SortedSet<String> without(State one, State other) {
    SortedSet<String> rest = new TreeSet<>(one.tags());
    rest.removeAll(other.tags());
    return rest;
  }

  private static SortedSet<String> texts(Set<Tag> tags) {
    return tags.stream().map(Tag::text).collect(Collectors.toCollection(TreeSet::new));
  }
}
