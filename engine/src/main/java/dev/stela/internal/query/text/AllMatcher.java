package dev.stela.internal.query.text;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The documents that match all of some members and none of some exceptions. The members that cannot
 * match without a text of their own lead, the rarest first. One thread.
 */
final class AllMatcher extends Matcher {
  private static final Comparator<Matcher> RAREST_FIRST = Comparator.comparingLong(Matcher::cost);

  private final Matcher[] leaders;
  private final Matcher[] others;
  private final Matcher[] exceptions;
  private final Matcher[] scoring;

  /** Of each leader, where in the query it stands. */
  private final int[] places;

  private final boolean[] leads;
  private final float[] scores;
  private final float[] maxima;
  private final boolean oneScores;
  private float least = Float.NEGATIVE_INFINITY;
  private int maximaEnd = -1;
  private double othersMax;
  private int windowEnd = -1;
  private float windowMost;
  private int document = -1;
  private int scored;

  /**
   * Creates one.
   *
   * @param leaders at least one
   * @param others which may match without a text
   * @param exceptions none of which matches
   * @param scoring leaders and others in the order of the query, for scores to be the same always
   */
  AllMatcher(Matcher[] leaders, Matcher[] others, Matcher[] exceptions, Matcher[] scoring) {
    this.leaders = leaders.clone();
    Arrays.sort(this.leaders, RAREST_FIRST);
    this.others = others;
    this.exceptions = exceptions;
    this.scoring = scoring;
    this.places = new int[leaders.length];
    Arrays.setAll(places, i -> Arrays.asList(scoring).indexOf(this.leaders[i]));
    this.leads = new boolean[scoring.length];
    for (int place : places) {
      leads[place] = true;
    }
    this.scores = new float[scoring.length];
    this.maxima = new float[leaders.length];
    this.oneScores = leaders.length == 1 && areConditions(others);
  }

  @Override
  int document() {
    return document;
  }

  @Override
  int next() {
    return meet(leaders[0].next());
  }

  @Override
  int advance(int target) {
    return meet(
        leaders[0].document() < target ? leaders[0].advance(target) : leaders[0].document());
  }

  /** Moves on to the next document that all leaders have, from one on that the first one has. */
  private int meet(int from) {
    int target = from;
    while (target != END) {
      int found = target;
      for (int i = 1; i < leaders.length && found == target; i++) {
        Matcher leader = leaders[i];
        int at = leader.document();
        found = at < target ? leader.advance(target) : at;
      }
      if (found == target) {
        break;
      }
      target = found == END ? END : leaders[0].advance(found);
    }
    document = target;
    return target;
  }

  private double maxAfter(int leader) {
    double sum = othersMax;
    for (int i = leader + 1; i < leaders.length; i++) {
      sum += maxima[i];
    }
    return sum;
  }

  @Override
  boolean check(int asked) {
    if (document < asked) {
      advance(asked);
    }
    return document == asked && checkLeaders(asked) && checkRest(asked);
  }

  private boolean checkRest(int asked) {
    for (Matcher other : others) {
      if (!other.check(asked)) {
        return false;
      }
    }
    for (Matcher exception : exceptions) {
      if (exception.check(asked)) {
        return false;
      }
    }
    return true;
  }

  /** Stops where the rest cannot make up for what the first ones lack. */
  private boolean checkLeaders(int asked) {
    boolean bounded = asked <= maximaEnd && least > 0;
    double sum = 0;
    scored = 0;
    for (int i = 0; i < leaders.length; i++) {
      if (!leaders[i].check(asked)) {
        return false;
      }
      if (bounded && i < leaders.length - 1) {
        scores[places[i]] = leaders[i].score();
        scored++;
        sum += scores[places[i]];
        if (bound(sum + maxAfter(i)) < least) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  float score() {
    for (; scored < leaders.length; scored++) {
      scores[places[scored]] = leaders[scored].score();
    }
    double sum = 0;
    for (int i = 0; i < scoring.length; i++) {
      // One that need not have a text of its own scores 0 where it has none.
      sum += leads[i] ? scores[i] : scoring[i].score();
    }
    return (float) sum;
  }

  @Override
  int blockEnd(int target) {
    int end = END;
    for (Matcher leader : leaders) {
      end = Math.min(end, leader.blockEnd(target));
    }
    return end;
  }

  @Override
  float maxScore(int from, int upTo) {
    double sum = 0;
    boolean some = true;
    for (int i = 0; i < leaders.length; i++) {
      maxima[i] = leaders[i].maxScore(from, upTo);
      some &= maxima[i] >= 0;
      sum += maxima[i];
    }
    othersMax = 0;
    for (Matcher other : others) {
      othersMax += Math.max(0, other.maxScore(from, upTo));
    }
    maximaEnd = some ? upTo : -1;
    return some ? bound(sum + othersMax) : NONE;
  }

  @Override
  long cost() {
    return leaders[0].cost();
  }

  @Override
  void require(float newLeast) {
    least = newLeast;
  }

  @Override
  int collect(int from, HitSink sink) {
    if (oneScores) {
      return leaders[0].collect(from, new Remaining(sink));
    }
    return leaders[0] instanceof TermMatcher
        ? collectByBlocks(from, sink)
        : super.collect(from, sink);
  }

  private int collectByBlocks(int from, HitSink sink) {
    if (sink.takesAll()) {
      return collectUpTo(END, from, sink);
    }
    if (from > windowEnd) {
      windowEnd = leaders[0].blockEnd(from);
      windowMost = roughly(from);
      if (windowMost >= sink.least()) {
        windowMost = maxScore(from, windowEnd);
      }
    }
    if (windowMost < 0 || windowMost < sink.least()) {
      return after(windowEnd);
    }
    return collectUpTo(windowEnd, from, sink);
  }

  /** The rarest term leads: what it has in a block goes through one leader after the other. */
  private int collectUpTo(int upTo, int from, HitSink sink) {
    float useful = sink.least();
    leaders[0].fill(from, upTo, needed(useful, maxAfter(0)), sink);
    Scored found = sink.scored();
    int next = found.next;
    for (int i = 1; i < leaders.length && found.size > 0; i++) {
      leaders[i].retain(found, needed(useful, maxAfter(i)));
    }
    for (int i = 0; i < found.size; i++) {
      int asked = found.documents[i];
      if (sink.counts(asked) && checkRest(asked)) {
        double sum = found.sums[i];
        for (Matcher other : others) {
          sum += other.score();
        }
        sink.offer(asked, (float) sum);
      }
    }
    return next;
  }

  /** Often enough to pass over a window. */
  private float roughly(int from) {
    double sum = leaders[0].maxScore(from, windowEnd);
    for (int i = 1; i < leaders.length; i++) {
      float most = leaders[i].roughMaxScore(from, windowEnd);
      if (most < 0) {
        return NONE;
      }
      sum += most;
    }
    for (Matcher other : others) {
      sum += Math.max(0, other.roughMaxScore(from, windowEnd));
    }
    return bound(sum);
  }

  /** Lets pass what matches the members that score nothing, and none of the exceptions. */
  private final class Remaining implements HitSink {
    private final HitSink sink;

    private Remaining(HitSink sink) {
      this.sink = sink;
    }

    @Override
    public float least() {
      return sink.least();
    }

    @Override
    public boolean counts(int asked) {
      return sink.counts(asked);
    }

    @Override
    public void offer(int asked, float score) {
      if (checkRest(asked)) {
        sink.offer(asked, score);
      }
    }

    @Override
    public Scored scored() {
      return sink.scored();
    }
  }

  private static boolean areConditions(Matcher[] matchers) {
    for (Matcher matcher : matchers) {
      if (!(matcher instanceof ConditionMatcher)) {
        return false;
      }
    }
    return true;
  }
}
