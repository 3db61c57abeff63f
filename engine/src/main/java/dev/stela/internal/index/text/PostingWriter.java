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
      if (groups.term(i) < 0) {
        begin(tokens, groups, i, document, norm);
      } else {
        resume(tokens, groups, i, document, norm);
      }
    }
  }

  private void begin(DocumentTokens tokens, TokenGroups groups, int group, int document, int norm) {
    int token = groups.first(group);
    int term = terms.count();
    int address = terms.store(tokens.bytes(), tokens.termStart(token), tokens.termEnd(token));
    records.setTerm(term, address, document);
    list.begin(terms.firstBlock(term));
    write(tokens, groups, group, document);
    finish(term, 0, groups.size(group), groups.size(group), norm, 1);
    terms.publish(groups.hash(group));
  }

  private void resume(
      DocumentTokens tokens, TokenGroups groups, int group, int document, int norm) {
    int term = groups.term(group);
    long published = records.published(term);
    int frequency = groups.size(group);
    list.resume(TermRecords.end(published), records.room(term), records.level(term));
    write(tokens, groups, group, document - records.lastDocument(term));
    records.setTerm(term, records.address(term), document);
    finish(
        term,
        records.occurrences(term),
        frequency,
        Math.max(frequency, records.greatestFrequency(term)),
        Math.min(norm, records.smallestNorm(term)),
        TermRecords.documents(published) + 1);
  }

  private void finish(
      int term, long occurrences, int frequency, int greatest, int smallest, int documents) {
    records.setList(term, occurrences + frequency, list.room(), list.level());
    records.setBound(term, greatest, smallest);
    records.publish(term, list.end(), documents);
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
