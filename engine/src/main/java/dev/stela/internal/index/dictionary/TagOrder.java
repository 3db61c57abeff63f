package dev.stela.internal.index.dictionary;

/** An order of a namespace's tags. */
interface TagOrder {
  /** Puts those of the tags that belong in the order into it. The array may be changed. */
  SortedTags sort(int[] tags);

  /** Compares two tags of the order by their numbers and keys. */
  int compare(int tag, double key, int otherTag, double otherKey);
}
