package dev.stela.internal.query.text;

import dev.stela.internal.index.text.FieldPart;
import dev.stela.internal.index.text.TermScan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Terms to suggest: those that a walk finds in any part, the nearest first, then those that most
 * documents have. How many documents have a term is first taken from the lengths of its posting
 * lists, which it cannot exceed, so that it is counted only of terms that may be among the first.
 * One thread.
 */
final class TermCandidates {
  private static final Comparator<Candidate> BY_LISTS =
      Comparator.comparingInt((Candidate candidate) -> candidate.distance)
          .thenComparing(candidate -> -candidate.listed)
          .thenComparing(candidate -> candidate.bytes, Arrays::compareUnsigned);

  private final TextMoment moment;
  private final Frequencies frequencies;
  private final int field;
  private final Map<TermKey, Candidate> candidates = new HashMap<>();

  private static final class Candidate {
    private final byte[] bytes;
    private final int distance;
    private long listed;

    private Candidate(byte[] bytes, int distance) {
      this.bytes = bytes;
      this.distance = distance;
    }
  }

  TermCandidates(TextMoment moment, Frequencies frequencies, int field) {
    this.moment = moment;
    this.frequencies = frequencies;
    this.field = field;
  }

  /** Adds the terms that begin with some bytes. */
  void addPrefixed(byte[] prefix) {
    for (int i = 0; i < moment.parts(); i++) {
      FieldPart part = moment.field(i, field);
      if (part != null) {
        var walk = new PrefixTerms(prefix);
        TermScan scan = part.scan();
        for (boolean more = walk.first(scan); more; more = walk.next(scan)) {
          add(scan, 0);
        }
      }
    }
  }

  /** Adds the terms that are some edits away from a word, but not the word itself. */
  void addNear(String word, int edits) {
    for (int i = 0; i < moment.parts(); i++) {
      FieldPart part = moment.field(i, field);
      if (part != null) {
        var walk = new FuzzyTerms(word, edits);
        TermScan scan = part.scan();
        for (boolean more = walk.first(scan); more; more = walk.next(scan)) {
          if (walk.distance() > 0) {
            add(scan, walk.distance());
          }
        }
      }
    }
  }

  private void add(TermScan scan, int distance) {
    byte[] bytes = Arrays.copyOf(scan.term(), scan.length());
    candidates.computeIfAbsent(new TermKey(field, bytes), key -> new Candidate(bytes, distance))
            .listed +=
        scan.postings().documents();
  }

  /** Returns the first terms that any document has which stands. */
  List<SuggestedTerm> first(int limit) {
    List<Candidate> sorted = new ArrayList<>(candidates.values());
    sorted.sort(BY_LISTS);
    List<SuggestedTerm> found = new ArrayList<>();
    if (limit == 0) {
      return found;
    }
    for (Candidate candidate : sorted) {
      if (found.size() == limit && cannotBeBefore(candidate, found.getLast())) {
        break;
      }
      int documents = Term.find(moment, frequencies, field, candidate.bytes).documents();
      if (documents > 0) {
        found.add(
            new SuggestedTerm(
                new String(candidate.bytes, StandardCharsets.UTF_8),
                candidate.distance,
                documents));
        found.sort(SuggestedTerm.BEST_FIRST);
        if (found.size() > limit) {
          found.removeLast();
        }
      }
    }
    return found;
  }

  /** None of those behind it can be, either. */
  private static boolean cannotBeBefore(Candidate candidate, SuggestedTerm last) {
    return candidate.distance > last.distance()
        || candidate.distance == last.distance() && candidate.listed < last.documents();
  }
}
