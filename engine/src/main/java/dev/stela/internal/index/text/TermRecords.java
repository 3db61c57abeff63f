package dev.stela.internal.index.text;

/**
 * What is known of each term of a field of a delta, in four words. One thread writes, any thread
 * reads: a word is replaced as a whole, and the one with the end of the posting list last.
 */
final class TermRecords {
  private static final int WORDS = 4;
  // High half: the term's address; low half: the last document, by its index.
  private static final int TERM_WORD = 0;
  // High half: the address behind the last posting; low half: documents.
  private static final int END_WORD = 1;
  // Occurrences, 48 bits; room in the last block, 12 bits; its level, 4 bits.
  private static final int LIST_WORD = 2;
  // High half: greatest frequency; low half: smallest norm.
  private static final int BOUND_WORD = 3;
  private static final int LEVEL_BITS = 4;
  private static final int ROOM_BITS = 12;

  private final LongPages words;

  TermRecords(Footprint heap) {
    this.words = new LongPages(heap);
  }

  /** Returns where the term is. */
  int address(int term) {
    return high(words.get(WORDS * term + TERM_WORD));
  }

  /** Returns the index of the last document of the list. Only for the writer. */
  int lastDocument(int term) {
    return (int) words.get(WORDS * term + TERM_WORD);
  }

  /**
   * Returns the end of the list and how many documents it has, in one word. Acquired, partner of
   * {@link #publish}: what the list holds up to there is there, and the bounds are true for it.
   */
  long published(int term) {
    return words.getAcquire(WORDS * term + END_WORD);
  }

  /** Returns the end of a {@link #published} list. */
  static int end(long published) {
    return high(published);
  }

  /** Returns how many documents a {@link #published} list has. */
  static int documents(long published) {
    return (int) published;
  }

  long occurrences(int term) {
    return words.get(WORDS * term + LIST_WORD) >>> ROOM_BITS + LEVEL_BITS;
  }

  /** Returns how many bytes are left in the last block. Only for the writer. */
  int room(int term) {
    return (int) words.get(WORDS * term + LIST_WORD) >>> LEVEL_BITS & (1 << ROOM_BITS) - 1;
  }

  /** Returns the level of the last block. Only for the writer. */
  int level(int term) {
    return (int) words.get(WORDS * term + LIST_WORD) & (1 << LEVEL_BITS) - 1;
  }

  int greatestFrequency(int term) {
    return high(words.get(WORDS * term + BOUND_WORD));
  }

  int smallestNorm(int term) {
    return (int) words.get(WORDS * term + BOUND_WORD);
  }

  void setTerm(int term, int address, int lastDocument) {
    words.set(WORDS * term + TERM_WORD, pair(address, lastDocument));
  }

  void setList(int term, long occurrences, int room, int level) {
    words.set(WORDS * term + LIST_WORD, (occurrences << ROOM_BITS | room) << LEVEL_BITS | level);
  }

  void setBound(int term, int greatestFrequency, int smallestNorm) {
    words.set(WORDS * term + BOUND_WORD, pair(greatestFrequency, smallestNorm));
  }

  /** Lets readers have the list up to an end. Released, after all else of it. */
  void publish(int term, int end, int documents) {
    words.setRelease(WORDS * term + END_WORD, pair(end, documents));
  }

  private static int high(long word) {
    return (int) (word >>> Integer.SIZE);
  }

  private static long pair(int high, int low) {
    return (long) high << Integer.SIZE | low & 0xFFFF_FFFFL;
  }
}
