package dev.stela.jmh;

import dev.stela.Tag;

/** The tags of a mixed load: some namespaces with some values each. Immutable; any thread. */
final class MixedTags {
  static final String[] NAMESPACES = {"state", "group"};

  private static final int[] VALUES = {10, 1_000};
  private static final Tag[][] TAGS = new Tag[NAMESPACES.length][];

  static {
    for (int i = 0; i < NAMESPACES.length; i++) {
      TAGS[i] = new Tag[VALUES[i]];
      for (int value = 0; value < VALUES[i]; value++) {
        TAGS[i][value] = Tag.of(NAMESPACES[i], Integer.toString(value));
      }
    }
  }

  private MixedTags() {}

  /** How many values a namespace has. */
  static int values(int namespace) {
    return VALUES[namespace];
  }

  static Tag tag(int namespace, int value) {
    return TAGS[namespace][value];
  }
}
