package dev.stela.internal.index.text;

/**
 * Appends documents to the posting lists of a field of a delta, in the form that {@link
 * DeltaCursor} describes. Only the writer.
 */
final class PostingWriter {
  private final DeltaTerms terms;
  private final TermRecords records;
  private final ListAppender list;
  private final boolean positions;

  PostingWriter(DeltaTerms terms, boolean positions) {
    this.terms = terms;
    this.records = terms.records();
    this.list = new ListAppender(terms.bytes());
    this.positions = positions;
  }

  /**
   * Appends a document to the lists of all its terms.
   *
   * @param document its index in the delta
   */
  void append(DocumentTokens tokens, TokenGroups groups, int document, int norm) {
    int count = groups.groups();
    byte[] bytes = tokens.bytes();
    // All are looked up first: their cache misses overlap.
    for (int i = 0; i < count; i++) {
      int token = groups.first(i);
      groups.setTerm(
          i, terms.find(groups.hash(i), bytes, tokens.termStart(token), tokens.termEnd(token)));
    }
    for (int i = 0; i < count; i++) {
      boolean isNew = groups.term(i) < 0;
      if (isNew) {
        begin(tokens, groups, i);
      } else {
        records.load(groups.term(i), list);
      }
      write(tokens, groups, i, document - records.lastDocument());
      records.publish(document, groups.size(i), norm, list);
      if (isNew) {
        terms.publish(groups.hash(i));
      }
    }
  }

  private void begin(DocumentTokens tokens, TokenGroups groups, int group) {
    int token = groups.first(group);
    int term = terms.count();
    int address = terms.store(tokens.bytes(), tokens.termStart(token), tokens.termEnd(token));
    records.begin(term, address);
    list.begin(DeltaTerms.firstBlock(address, tokens.termEnd(token) - tokens.termStart(token)));
  }

  private void write(DocumentTokens tokens, TokenGroups groups, int group, int distance) {
    int frequency = groups.size(group);
    if (frequency == 1) {
      list.append(distance << 1 | 1);
      if (positions) {
        list.append(tokens.position(groups.first(group)));
      }
      return;
    }
    list.append(distance << 1);
    list.append(frequency);
    if (positions) {
      list.append(size(tokens, groups, group));
      int before = 0;
      int token = groups.first(group);
      for (int i = 0; i < frequency; i++, token = groups.next(token)) {
        list.append(tokens.position(token) - before);
        before = tokens.position(token);
      }
    }
  }

  private static int size(DocumentTokens tokens, TokenGroups groups, int group) {
    int size = 0;
    int before = 0;
    int token = groups.first(group);
    for (int i = 0; i < groups.size(group); i++, token = groups.next(token)) {
      size += ListAppender.size(tokens.position(token) - before);
      before = tokens.position(token);
    }
    return size;
  }
}
