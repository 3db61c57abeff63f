package dev.stela.jmh;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.Facet;
import dev.stela.Tag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which tags every entity has, kept in plain arrays: what is loaded into the stores, and what their
 * answers are compared with. Each entity has one value of each namespace, drawn at random and
 * independently of the others; the same in every process. One thread.
 */
final class TagModel {
  /** How many hits a sorted query asks for. */
  static final int FIRST = 10;

  /** What an entity has none of while a change takes one value away to add another. */
  private static final short NONE = -1;

  /** A namespace and its tags; the share of the first is told, all others are equally frequent. */
  enum Namespace {
    /** {@code half:yes} on every other entity. */
    HALF(2, "yes", "no"),
    /** {@code tenth:yes} on 10 % of the entities. */
    TENTH(10, "yes", "no"),
    /** {@code hundredth:yes} on 1 %. */
    HUNDREDTH(100, "yes", "no"),
    /** 1,000 values, uniform. */
    FACET(1_000, numbered(1_000)),
    /** Ten values, uniform. */
    TYPE(10, numbered(10));

    private final int oneIn;
    private final Tag[] tags;

    Namespace(int oneIn, String... values) {
      this.oneIn = oneIn;
      this.tags = Arrays.stream(values).map(value -> Tag.of(label(), value)).toArray(Tag[]::new);
    }

    private static String[] numbered(int count) {
      return IntStream.range(0, count).mapToObj("v%04d"::formatted).toArray(String[]::new);
    }

    /** The namespace as the tags have it. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The tag with the value of that number; number 0 is {@code yes} where there is one. */
    Tag tag(int value) {
      return tags[value];
    }

    int size() {
      return tags.length;
    }

    /** Draws a value. */
    int draw(SplittableRandom random) {
      int drawn = random.nextInt(oneIn);
      return tags.length == oneIn ? drawn : Math.min(drawn, 1);
    }
  }

  /** How many tags an entity has. */
  static final int TAGS = Namespace.values().length;

  private final EntityId[] ids = Workload.ids();
  private final short[][] values = new short[TAGS][ids.length];
  private int both;

  TagModel() {
    SplittableRandom random = new SplittableRandom(6);
    for (int entity = 0; entity < ids.length; entity++) {
      for (Namespace namespace : Namespace.values()) {
        values[namespace.ordinal()][entity] = (short) namespace.draw(random);
      }
      both += hasBoth(entity) ? 1 : 0;
    }
  }

  int entities() {
    return ids.length;
  }

  EntityId id(int entity) {
    return ids[entity];
  }

  List<Tag> tags(int entity) {
    List<Tag> tags = new ArrayList<>(TAGS);
    for (Namespace namespace : Namespace.values()) {
      tags.add(namespace.tag(value(namespace, entity)));
    }
    return tags;
  }

  EntityDraft draft(int entity) {
    EntityDraft draft = EntityDraft.of(ids[entity]);
    tags(entity).forEach(draft::tag);
    return draft;
  }

  int value(Namespace namespace, int entity) {
    return values[namespace.ordinal()][entity];
  }

  boolean is(Namespace namespace, int entity) {
    return value(namespace, entity) == 0;
  }

  /** Takes an entity's value of a namespace away. */
  void remove(Namespace namespace, int entity) {
    set(namespace, entity, NONE);
  }

  /** Gives an entity a value of a namespace instead of the one that it may have. */
  void set(Namespace namespace, int entity, int value) {
    both -= hasBoth(entity) ? 1 : 0;
    values[namespace.ordinal()][entity] = (short) value;
    both += hasBoth(entity) ? 1 : 0;
  }

  /** How many entities have {@code tenth:yes} and {@code hundredth:yes}. */
  int both() {
    return both;
  }

  /** How many entities have each value of the facet, of those with {@code tenth:yes} or of all. */
  List<Facet> facets(boolean all) {
    long[] counts = new long[Namespace.FACET.size()];
    for (int entity = 0; entity < ids.length; entity++) {
      if (all || is(Namespace.TENTH, entity)) {
        counts[value(Namespace.FACET, entity)]++;
      }
    }
    return IntStream.range(0, counts.length)
        .filter(value -> counts[value] > 0)
        .mapToObj(value -> new Facet(Namespace.FACET.tag(value).value(), counts[value]))
        .toList();
  }

  /** The first of those with {@code tenth:yes} by the facet's value; the oldest of equal ones. */
  List<EntityId> firstByValue() {
    List<EntityId> first = new ArrayList<>(FIRST);
    for (int value = 0; value < Namespace.FACET.size(); value++) {
      for (int entity = 0; entity < ids.length; entity++) {
        if (value(Namespace.FACET, entity) == value && is(Namespace.TENTH, entity)) {
          first.add(ids[entity]);
          if (first.size() == FIRST) {
            return first;
          }
        }
      }
    }
    return first;
  }

  /** The newest of those with {@code tenth:yes}; entities are created in their order. */
  List<EntityId> firstNewest() {
    return firstOfTenth(IntStream.range(0, ids.length).map(i -> ids.length - 1 - i));
  }

  /** The oldest of those with {@code tenth:yes}. */
  List<EntityId> firstOldest() {
    return firstOfTenth(IntStream.range(0, ids.length));
  }

  private List<EntityId> firstOfTenth(IntStream entities) {
    return entities
        .filter(entity -> is(Namespace.TENTH, entity))
        .limit(FIRST)
        .mapToObj(this::id)
        .toList();
  }

  private boolean hasBoth(int entity) {
    return is(Namespace.TENTH, entity) && is(Namespace.HUNDREDTH, entity);
  }
}
