package dev.stela.internal.analysis;

import dev.stela.Highlight;
import dev.stela.internal.format.Spaces;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts the best pieces out of a text: those with the most different things that were looked for; of
 * these the ones with the most in all, and of these the first. One thread.
 */
final class Snippets {
  private final String field;
  private final String text;
  private final List<Occurrence> occurrences;
  private final int length;

  /** Occurrences that fit into one piece: from an index to the one before another. */
  private record Window(int from, int to, int different) {
    boolean isBetterThan(Window other) {
      return other == null
          || different > other.different
          || different == other.different && to - from > other.to - other.from;
    }
  }

  Snippets(String field, String text, List<Occurrence> occurrences, int length) {
    this.field = field;
    this.text = text;
    this.occurrences = occurrences;
    this.length = length;
  }

  /** Returns the best pieces in the order of the text. */
  List<Highlight> best(int most) {
    List<Highlight> best = new ArrayList<>();
    List<Occurrence> rest = occurrences;
    while (best.size() < most && !rest.isEmpty()) {
      Window window = bestWindow(rest);
      Highlight piece = piece(rest.subList(window.from(), window.to()), best);
      best.add(piece);
      int end = piece.offset() + piece.text().length();
      // What the piece shows, in part or as a whole, needs no other one.
      rest = rest.stream().filter(o -> o.end() <= piece.offset() || o.start() >= end).toList();
    }
    best.sort(Comparator.comparingInt(Highlight::offset));
    return best;
  }

  private Window bestWindow(List<Occurrence> all) {
    Map<Integer, Integer> counts = new HashMap<>();
    Window best = null;
    int from = 0;
    for (int to = 0; to < all.size(); to++) {
      counts.merge(all.get(to).sought(), 1, Integer::sum);
      // The last one alone always is a window, even if it is too long for a piece.
      while (from < to && all.get(to).end() - all.get(from).start() > length) {
        counts.computeIfPresent(all.get(from++).sought(), (s, n) -> n == 1 ? null : n - 1);
      }
      var window = new Window(from, to + 1, counts.size());
      if (window.isBetterThan(best)) {
        best = window;
      }
    }
    return best;
  }

  private Highlight piece(List<Occurrence> shown, List<Highlight> others) {
    int first = shown.getFirst().start();
    int last = shown.stream().mapToInt(Occurrence::end).max().getAsInt();
    int left = 0;
    int right = text.length();
    for (Highlight other : others) {
      int end = other.offset() + other.text().length();
      if (end <= first) {
        left = Math.max(left, end);
      } else {
        right = Math.min(right, other.offset());
      }
    }
    last = Math.min(Math.min(last, right), first + length);
    int room = length - (last - first);
    int start = Math.max(left, first - room / 2);
    int end = Math.min(right, start + length);
    start = Math.max(left, Math.min(start, end - length));
    start = wordStart(start, first);
    end = wordEnd(end, last);
    return new Highlight(
        field, text.substring(start, end), start, text.length(), marks(start, end));
  }

  /** Returns where the first whole word begins, or the place itself if there is no space. */
  private int wordStart(int place, int first) {
    boolean whole = place == 0 || Spaces.isSpace(text.codePointBefore(place));
    int space = whole ? place : Spaces.find(text, place);
    int start = Spaces.skip(text, space);
    return start <= first ? start : isWithinCharacter(place) ? place + 1 : place;
  }

  /** Returns where the last whole word ends, or the place itself if there is no space. */
  private int wordEnd(int place, int last) {
    int end = place;
    if (place < text.length() && !Spaces.isSpace(text.codePointAt(place))) {
      while (end > last && !Spaces.isSpace(text.codePointBefore(end))) {
        end -= Character.charCount(text.codePointBefore(end));
      }
      if (end <= last) {
        return characterEnd(Math.max(last, place));
      }
    }
    while (end > last && Spaces.isSpace(text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return characterEnd(end);
  }

  private int characterEnd(int place) {
    return isWithinCharacter(place) ? place - 1 : place;
  }

  private boolean isWithinCharacter(int place) {
    return place > 0
        && place < text.length()
        && Character.isSurrogatePair(text.charAt(place - 1), text.charAt(place));
  }

  /** All that lies in the piece, whichever window it was made for; what overlaps is one mark. */
  private List<Highlight.Mark> marks(int start, int end) {
    List<Highlight.Mark> marks = new ArrayList<>();
    for (Occurrence occurrence : occurrences) {
      int from = Math.max(occurrence.start(), start) - start;
      int to = Math.min(occurrence.end(), end) - start;
      if (from >= to) {
        continue;
      }
      if (!marks.isEmpty() && marks.getLast().end() >= from) {
        Highlight.Mark before = marks.removeLast();
        marks.add(new Highlight.Mark(before.start(), Math.max(before.end(), to)));
      } else {
        marks.add(new Highlight.Mark(from, to));
      }
    }
    return marks;
  }
}
