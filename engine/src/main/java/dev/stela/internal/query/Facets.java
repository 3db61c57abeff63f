package dev.stela.internal.query;

import dev.stela.Facet;
import dev.stela.internal.index.dictionary.Namespaces;
import dev.stela.internal.index.postings.OrdinalSet;
import dev.stela.internal.read.TagSet;
import dev.stela.internal.read.Version;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Counts the values that some entities have as of an LSN. One thread. */
final class Facets {
  private static final Comparator<byte[]> BYTES = Arrays::compareUnsigned;

  private final Indexes indexes;
  private final OrdinalSet entities;
  private final int size;
  private final long lsn;

  Facets(Indexes indexes, OrdinalSet entities, long lsn) {
    this.indexes = indexes;
    this.entities = entities;
    this.size = entities.cardinality();
    this.lsn = lsn;
  }

  /** Returns the values of a namespace in their byte order, with counts above zero. */
  List<Facet> byValue(String namespace) {
    int number = indexes.namespaces().find(namespace);
    if (number < 0 || size == 0) {
      // All tags of the namespace may have been erased, see Leaves.
      indexes.sets().requireKept(namespace, lsn);
      return List.of();
    }
    int[] tags = indexes.namespaces().ordered(number);
    int[] counts = size < tags.length ? countByEntity(tags) : null;
    if (counts == null) {
      counts = countByValue(tags);
    }
    indexes.sets().requireKept(namespace, lsn);
    List<Facet> facets = new ArrayList<>();
    for (int i = 0; i < tags.length; i++) {
      if (counts[i] > 0) {
        facets.add(new Facet(indexes.dictionary().tag(tags[i]).value(), counts[i]));
      }
    }
    return facets;
  }

  /** Returns the values of a namespace, the most frequent first, then in their byte order. */
  List<Facet> byCount(String namespace) {
    List<Facet> facets = new ArrayList<>(byValue(namespace));
    facets.sort(Comparator.comparingLong(Facet::count).reversed());
    return facets;
  }

  /** Returns the namespaces of which there is any tag, in byte order. */
  List<String> namespaces() {
    Namespaces all = indexes.namespaces();
    List<String> found = new ArrayList<>();
    for (int i = 1; i < all.count(); i++) {
      if (isUsed(all.ordered(i))) {
        found.add(all.name(i));
      }
    }
    found.sort(Comparator.comparing(name -> name.getBytes(StandardCharsets.UTF_8), BYTES));
    return found;
  }

  private boolean isUsed(int[] tags) {
    for (int tag : tags) {
      if (indexes.sets().at(tag, lsn).andCardinality(entities) > 0) {
        return true;
      }
    }
    return false;
  }

  private int[] countByValue(int[] tags) {
    TagSets sets = indexes.sets();
    boolean all = size == indexes.entities().countAt(lsn);
    int[] counts = new int[tags.length];
    for (int i = 0; i < tags.length; i++) {
      OrdinalSet having = sets.at(tags[i], lsn);
      counts[i] = all ? having.cardinality() : having.andCardinality(entities);
    }
    return counts;
  }

  /**
   * Fewer entities than values: their tags are read, instead of each value's entities.
   *
   * @return null if retention has taken something of one of them
   */
  private int[] countByEntity(int[] tags) {
    int[] places = new int[indexes.dictionary().tags() + 1];
    for (int i = 0; i < tags.length; i++) {
      places[tags[i]] = i + 1;
    }
    int[] counts = new int[tags.length];
    Version version = new Version();
    TagSet set = new TagSet();
    for (int ordinal : entities.toArray()) {
      if (!Versions.findHistory(indexes, ordinal, lsn, version)) {
        continue;
      }
      if (version.isCut()) {
        return null;
      }
      set.load(version);
      for (int i = 0; i < set.size(); i++) {
        int place = places[set.number(i)];
        if (place > 0) {
          counts[place - 1]++;
        }
      }
    }
    return counts;
  }
}
