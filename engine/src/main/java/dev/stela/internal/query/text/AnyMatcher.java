package dev.stela.internal.query.text;

/**
 * The documents that match any of some members. The best of them are found window by window, in
 * each of which it is known how much a member can score at most: members that even together cannot
 * reach the least score of use are not walked over, but only checked where another one has a
 * document (MAXSCORE: Turtle, Flood, "Query evaluation: strategies and optimizations", 1995, with
 * bounds by blocks as of Ding, Suel, "Faster top-k document retrieval using block-max indexes",
 * 2011). One thread.
 */
final class AnyMatcher extends Matcher {
  private final Matcher[] members;
  private final Matcher[] conditions;
  private final int end;
  private final ScoreWindow window;
  private Union union;
  private int document = -1;
  private int asked = -1;
  private int first;

  /**
   * Creates one.
   *
   * @param members in the order of the query, at least one
   * @param conditions which match without a text, and score 0
   * @param end behind the last document that is of use
   */
  AnyMatcher(Matcher[] members, Matcher[] conditions, int end) {
    this.members = members;
    this.conditions = conditions;
    this.end = end;
    this.window = new ScoreWindow(members);
  }

  @Override
  int document() {
    return document;
  }

  @Override
  int next() {
    return advance(document + 1);
  }

  @Override
  int advance(int target) {
    int found = END;
    if (target < end) {
      for (Matcher member : members) {
        found = Math.min(found, member.candidate(target));
      }
    }
    document = found;
    return found;
  }

  @Override
  int collect(int from, HitSink sink) {
    if (conditions.length > 0) {
      return super.collect(from, sink);
    }
    if (from > window.end()) {
      window.open(from, sink.least());
    }
    int walked = window.firstWalked(sink.least());
    int last = members.length - 1;
    if (walked > last) {
      return after(window.end());
    }
    return walked == last ? collectOne(from, sink) : collectUnion(walked, from, sink);
  }

  /** Only what the strongest member has can be of use. */
  private int collectOne(int from, HitSink sink) {
    int walked = members.length - 1;
    float least = sink.least();
    window.member(walked).fill(from, window.end(), needed(least, window.before(walked)), sink);
    Scored found = sink.scored();
    // Others may have documents behind the window that come before the next one of the strongest.
    int next = Math.min(found.next, after(window.end()));
    for (int i = walked - 1; i >= 0 && found.size > 0; i--) {
      window.member(i).join(found, needed(least, window.before(i)));
    }
    for (int i = 0; i < found.size; i++) {
      offer(found.documents[i], found.sums[i], sink);
    }
    return next;
  }

  private int collectUnion(int walked, int from, HitSink sink) {
    if (union == null) {
      union = new Union();
    }
    int upTo = (int) Math.min(window.end(), (long) from + Union.DOCUMENTS - 1);
    union.begin(from);
    for (int i = walked; i < members.length; i++) {
      // What is too low even with all that the others may add is not of use with what they do add.
      float needed = needed(sink.least(), window.besides(i));
      int at = from;
      while (at <= upTo && at != END) {
        window.member(i).fill(at, upTo, needed, sink);
        union.add(sink.scored());
        at = sink.scored().next;
      }
    }
    for (int found = union.next(); found != END; found = union.next()) {
      join(found, union.sum(), walked, sink);
    }
    return after(upTo);
  }

  /** Adds what members score that were not walked over, as long as that may be of use. */
  private void join(int found, double fromWalked, int walked, HitSink sink) {
    double sum = fromWalked;
    for (int i = walked - 1; i >= 0; i--) {
      if (bound(sum + window.before(i + 1)) < sink.least()) {
        return;
      }
      Matcher member = window.member(i);
      if (member.check(found)) {
        sum += member.score();
      }
    }
    offer(found, sum, sink);
  }

  private static void offer(int found, double sum, HitSink sink) {
    if ((float) sum >= sink.least() && sink.counts(found)) {
      sink.offer(found, (float) sum);
    }
  }

  /** Stops at the first member that matches: perhaps nobody asks for the score. */
  @Override
  boolean check(int document) {
    asked = document;
    first = 0;
    while (first < members.length && !members[first].check(asked)) {
      first++;
    }
    boolean matches = first < members.length;
    for (int i = 0; !matches && i < conditions.length; i++) {
      matches = conditions[i].check(document);
    }
    return matches;
  }

  @Override
  float score() {
    double sum = 0;
    for (int i = first; i < members.length; i++) {
      sum += members[i].check(asked) ? members[i].score() : 0;
    }
    return (float) sum;
  }

  @Override
  int blockEnd(int target) {
    int blockEnd = END;
    for (Matcher member : members) {
      blockEnd = Math.min(blockEnd, member.blockEnd(target));
    }
    return blockEnd;
  }

  @Override
  float maxScore(int from, int upTo) {
    double sum = 0;
    boolean some = conditions.length > 0;
    for (Matcher member : members) {
      float max = member.maxScore(from, upTo);
      some |= max >= 0;
      sum += Math.max(0, max);
    }
    return some ? bound(sum) : NONE;
  }

  @Override
  long cost() {
    long sum = 0;
    for (Matcher member : members) {
      sum += member.cost();
    }
    return sum;
  }
}
