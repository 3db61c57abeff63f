package dev.stela.internal.analysis;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds a phrase among the tokens of one text after the other. A phrase has places, with one term
 * or several of which any will do. It stands wherever each place is taken by a token of its own
 * such that, moved by what the phrase itself says of the places, they lie within the slop. One
 * thread.
 */
final class PhraseSearch {
  private final int slop;
  private final int firstSought;
  private final Map<ByteBuffer, List<Integer>> placesOf = new HashMap<>();
  private final List<Integer> positions = new ArrayList<>();
  private List<Taken> taken = new ArrayList<>();

  /** A token that may take a place; {@code at} is its position less the place's. */
  private record Taken(int place, int at, int start, int end) {}

  PhraseSearch(int slop, int firstSought) {
    this.slop = slop;
    this.firstSought = firstSought;
  }

  /** Adds a term of the phrase. */
  void lookFor(byte[] term, int length, int position, int start, int end) {
    if (positions.isEmpty() || positions.getLast() != position) {
      positions.add(position);
    }
    List<Integer> places =
        placesOf.computeIfAbsent(
            ByteBuffer.wrap(Arrays.copyOf(term, length)), key -> new ArrayList<>(1));
    int place = positions.size() - 1;
    if (places.isEmpty() || places.getLast() != place) {
      places.add(place);
    }
  }

  /** Returns how many places the phrase has. */
  int places() {
    return positions.size();
  }

  /** Takes a token of the text. */
  void token(byte[] term, int length, int position, int start, int end) {
    List<Integer> places = placesOf.get(ByteBuffer.wrap(term, 0, length));
    if (places != null) {
      for (int place : places) {
        taken.add(new Taken(place, position - positions.get(place), start, end));
      }
    }
  }

  /** Returns the tokens of all places where the phrase stands, and begins with another text. */
  List<Occurrence> found() {
    List<Taken> all = taken;
    taken = new ArrayList<>();
    all.sort(Comparator.comparingInt(Taken::at));
    boolean[] marked = new boolean[all.size()];
    int[] counts = new int[places()];
    int missing = places();
    int from = 0;
    int markedTo = 0;
    for (int to = 0; to < all.size(); to++) {
      missing -= counts[all.get(to).place()]++ == 0 ? 1 : 0;
      while (all.get(to).at() - all.get(from).at() > slop) {
        missing += --counts[all.get(from).place()] == 0 ? 1 : 0;
        from++;
      }
      if (missing == 0 && hasOneForEach(all.subList(from, to + 1))) {
        for (int i = Math.max(from, markedTo); i <= to; i++) {
          marked[i] = true;
        }
        markedTo = to + 1;
      }
    }
    List<Occurrence> found = new ArrayList<>();
    for (int i = 0; i < marked.length; i++) {
      if (marked[i]) {
        Taken token = all.get(i);
        found.add(new Occurrence(firstSought + token.place(), token.start(), token.end()));
      }
    }
    return found;
  }

  /** A word that the phrase has twice must be there twice. */
  private boolean hasOneForEach(List<Taken> window) {
    return slop == 0
        || window.stream().mapToInt(Taken::start).distinct().limit(places()).count() == places();
  }
}
