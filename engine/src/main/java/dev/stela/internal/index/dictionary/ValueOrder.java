package dev.stela.internal.index.dictionary;

/**
 * The unsigned byte order of values. Tags of one namespace begin alike, so that their whole texts
 * compare as their values do. Any thread.
 */
final class ValueOrder implements TagOrder {
  private final TagTexts texts;

  ValueOrder(TagTexts texts) {
    this.texts = texts;
  }

  @Override
  public SortedTags sort(int[] tags) {
    if (tags.length == 0) {
      return SortedTags.EMPTY;
    }
    // Eight bytes from where the texts begin to differ decide most comparisons.
    int same = Integer.MAX_VALUE;
    for (int tag : tags) {
      same = Math.min(same, texts.commonPrefix(tags[0], tag));
    }
    var keys = new long[tags.length];
    for (int i = 0; i < tags.length; i++) {
      // Signed comparison of what was flipped is the unsigned one of what was not.
      keys[i] = texts.eightBytes(tags[i], same) ^ Long.MIN_VALUE;
    }
    KeyedSort.sort(keys, tags, texts::compare);
    return new SortedTags(tags, null);
  }

  @Override
  public int compare(int tag, double key, int otherTag, double otherKey) {
    return texts.compare(tag, otherTag);
  }

  /** Returns the bound before a text. */
  SortedTags.Bound before(byte[] text) {
    return (tag, key) -> texts.compare(tag, text, Integer.MAX_VALUE) < 0;
  }

  /** Returns the bound after a text. */
  SortedTags.Bound after(byte[] text) {
    return (tag, key) -> texts.compare(tag, text, Integer.MAX_VALUE) <= 0;
  }

  /** Returns the bound after all texts that begin with a text. */
  SortedTags.Bound afterPrefix(byte[] prefix) {
    return (tag, key) -> texts.compare(tag, prefix, prefix.length) <= 0;
  }
}
