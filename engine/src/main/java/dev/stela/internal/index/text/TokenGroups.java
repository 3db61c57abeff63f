package dev.stela.internal.index.text;

import java.util.Arrays;

/**
 * The tokens of a field of a document, grouped by term: each term with its hash, and its tokens in
 * order. The arrays are used again. One thread.
 */
final class TokenGroups {
  private static final int MIN_TOKENS = 64;
  private static final int TOKEN_ARRAYS = 6;

  private final Footprint heap;
  private int groups;
  private int[] hashes = new int[MIN_TOKENS];
  private int[] firsts = new int[MIN_TOKENS];
  private int[] lasts = new int[MIN_TOKENS];
  private int[] sizes = new int[MIN_TOKENS];
  private int[] terms = new int[MIN_TOKENS];
  private int[] nexts = new int[MIN_TOKENS];
  private int[] slots = new int[2 * MIN_TOKENS];
  private int mask;
  private int firstToken;

  TokenGroups(Footprint heap) {
    this.heap = heap;
  }

  /** Groups the tokens of a field, given by its index in the document. */
  void group(DocumentTokens tokens, int field) {
    firstToken = tokens.firstToken(field);
    int count = tokens.endToken(field) - firstToken;
    makeRoom(count);
    groups = 0;
    byte[] bytes = tokens.bytes();
    for (int i = 0; i < count; i++) {
      int start = tokens.termStart(firstToken + i);
      int end = tokens.termEnd(firstToken + i);
      put(i, TermHash.of(bytes, start, end), tokens, start, end);
    }
  }

  private void makeRoom(int count) {
    if (count > hashes.length) {
      int length = Math.max(count, 2 * hashes.length);
      heap.replace(hashes.length, length, TOKEN_ARRAYS * Integer.BYTES);
      hashes = new int[length];
      firsts = new int[length];
      lasts = new int[length];
      sizes = new int[length];
      terms = new int[length];
      nexts = new int[length];
    }
    int slotCount = Math.max(2 * MIN_TOKENS, Integer.highestOneBit(count) * 4);
    if (slots.length < slotCount) {
      heap.replace(slots.length, slotCount, Integer.BYTES);
      slots = new int[slotCount];
    } else {
      Arrays.fill(slots, 0, slotCount, 0);
    }
    mask = slotCount - 1;
  }

  private void put(int token, int hash, DocumentTokens tokens, int start, int end) {
    int slot = hash & mask;
    for (; slots[slot] != 0; slot = slot + 1 & mask) {
      int group = slots[slot] - 1;
      if (hashes[group] == hash && isTerm(group, tokens, start, end)) {
        nexts[lasts[group]] = token;
        lasts[group] = token;
        sizes[group]++;
        return;
      }
    }
    slots[slot] = groups + 1;
    hashes[groups] = hash;
    firsts[groups] = token;
    lasts[groups] = token;
    sizes[groups] = 1;
    groups++;
  }

  private boolean isTerm(int group, DocumentTokens tokens, int start, int end) {
    int other = first(group);
    byte[] bytes = tokens.bytes();
    return Arrays.equals(bytes, tokens.termStart(other), tokens.termEnd(other), bytes, start, end);
  }

  /** Returns the number of different terms. */
  int groups() {
    return groups;
  }

  int hash(int group) {
    return hashes[group];
  }

  /** Returns the number that was set for the term. */
  int term(int group) {
    return terms[group];
  }

  void setTerm(int group, int term) {
    terms[group] = term;
  }

  /** Returns how often the term occurs. */
  int size(int group) {
    return sizes[group];
  }

  /** Returns the first token of a group. */
  int first(int group) {
    return firstToken + firsts[group];
  }

  /** Returns the token that follows one in its group; behind the last one, any. */
  int next(int token) {
    return firstToken + nexts[token - firstToken];
  }
}
