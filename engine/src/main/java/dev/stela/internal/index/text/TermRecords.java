package dev.stela.internal.index.text;

/**
 * What is known of each term of a field of a delta, in four words. One thread writes, any thread
 * reads: a word is replaced as a whole, and the one with the end of the posting list last. The
 * fields are the writer's: the record at hand.
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
  // Where the record at hand is.
  private long[] page;
  private int offset;

  private int address;
  private int lastDocument;
  private int documents;
  private long occurrences;
  private int greatestFrequency;
  private int smallestNorm;

  TermRecords(Footprint heap) {
    this.words = new LongPages(heap);
  }

  /** Returns where a term is. */
  int address(int term) {
    return high(words.get(WORDS * term + TERM_WORD));
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

  int greatestFrequency(int term) {
    return high(words.get(WORDS * term + BOUND_WORD));
  }

  int smallestNorm(int term) {
    return (int) words.get(WORDS * term + BOUND_WORD);
  }

  /** Begins the record of a new term, whose list is empty. Only the writer. */
  void begin(int term, int termAddress) {
    locate(term);
    address = termAddress;
    lastDocument = 0;
    documents = 0;
    occurrences = 0;
    greatestFrequency = 0;
    smallestNorm = Integer.MAX_VALUE;
  }

  /** Loads the record of a term, and lets its list go on. Only the writer. */
  void load(int term, ListAppender list) {
    locate(term);
    long word = page[offset + TERM_WORD];
    address = high(word);
    lastDocument = (int) word;
    word = page[offset + LIST_WORD];
    occurrences = word >>> ROOM_BITS + LEVEL_BITS;
    int room = (int) word >>> LEVEL_BITS & (1 << ROOM_BITS) - 1;
    int level = (int) word & (1 << LEVEL_BITS) - 1;
    word = page[offset + BOUND_WORD];
    greatestFrequency = high(word);
    smallestNorm = (int) word;
    word = page[offset + END_WORD];
    documents = (int) word;
    list.resume(high(word), room, level);
  }

  private void locate(int term) {
    page = words.page(WORDS * term);
    offset = LongPages.offset(WORDS * term);
  }

  /** Returns the index of the last document of the list at hand; 0 if it is empty. */
  int lastDocument() {
    return lastDocument;
  }

  /** Lets readers have what was appended to the list at hand. Released, after all else of it. */
  void publish(int document, int frequency, int norm, ListAppender list) {
    long room = occurrences + frequency << ROOM_BITS | list.room();
    LongPages.set(page, offset + TERM_WORD, pair(address, document));
    LongPages.set(page, offset + LIST_WORD, room << LEVEL_BITS | list.level());
    LongPages.set(
        page,
        offset + BOUND_WORD,
        pair(Math.max(frequency, greatestFrequency), Math.min(norm, smallestNorm)));
    LongPages.setRelease(page, offset + END_WORD, pair(list.end(), documents + 1));
  }

  private static int high(long word) {
    return (int) (word >>> Integer.SIZE);
  }

  private static long pair(int high, int low) {
    return (long) high << Integer.SIZE | low & 0xFFFF_FFFFL;
  }
}
