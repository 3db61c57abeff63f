package dev.stela.jmh;

import dev.stela.EntityId;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Documents of invented words after Zipf's law, the same ones whenever they are asked for: a title
 * of some words, and a body of 20 to 200. Every document has one word in common. Immutable; any
 * thread.
 */
final class TextModel {
  static final String TITLE = "title";
  static final String BODY = "body";

  /** A word that every body has. */
  static final String SHARED = "everywhere";

  private static final int WORDS = 200_000;
  private static final double EXPONENT = 1.05;
  private static final int LEAST = 20;
  private static final int MOST = 200;
  private static final int LEAST_TITLE = 2;
  private static final int MOST_TITLE = 8;
  private static final String[] SYLLABLES =
      "ka lo mi ne pu ra se ti vo zu ba de fi go hu ja kel lor min nep".split(" ");

  private final int documents;
  private final String[] words = new String[WORDS];
  private final double[] cumulative = new double[WORDS];

  TextModel(int documents) {
    this.documents = documents;
    double sum = 0;
    for (int i = 0; i < WORDS; i++) {
      sum += 1 / Math.pow(i + 1, EXPONENT);
      cumulative[i] = sum;
      words[i] = word(i);
    }
    for (int i = 0; i < WORDS; i++) {
      cumulative[i] /= sum;
    }
  }

  /** Frequent words are short ones. */
  private static String word(int rank) {
    StringBuilder word = new StringBuilder();
    int left = rank + 1;
    while (left > 0) {
      word.append(SYLLABLES[left % SYLLABLES.length]);
      left /= SYLLABLES.length;
    }
    // So that no two ranks make the same word.
    return word.append((char) ('a' + rank % 26)).toString();
  }

  int documents() {
    return documents;
  }

  /** Documents that were made before they are asked for. */
  record Batch(EntityId[] ids, String[] titles, String[] bodies) {
    int size() {
      return ids.length;
    }
  }

  Batch batch(int from, int to) {
    int size = to - from;
    Batch batch = new Batch(new EntityId[size], new String[size], new String[size]);
    for (int i = 0; i < size; i++) {
      batch.ids[i] = Workload.id(from + i);
      batch.titles[i] = title(from + i);
      batch.bodies[i] = body(from + i);
    }
    return batch;
  }

  String title(int document) {
    SplittableRandom random = new SplittableRandom(Workload.mix(document) ^ 1);
    return text(random, random.nextInt(LEAST_TITLE, MOST_TITLE + 1));
  }

  String body(int document) {
    SplittableRandom random = new SplittableRandom(Workload.mix(document));
    return text(random, random.nextInt(LEAST, MOST + 1)) + " " + SHARED;
  }

  private String text(SplittableRandom random, int length) {
    StringBuilder text = new StringBuilder(length * 8);
    for (int i = 0; i < length; i++) {
      if (i > 0) {
        text.append(' ');
      }
      text.append(word(random));
    }
    return text.toString();
  }

  private String word(SplittableRandom random) {
    int found = Arrays.binarySearch(cumulative, random.nextDouble());
    return words[Math.min(found < 0 ? -found - 1 : found, WORDS - 1)];
  }

  /** Words that stand beside one another in the body of a document picked by a number. */
  String[] neighbours(long number, int count) {
    SplittableRandom random = new SplittableRandom(number);
    String[] all = body(random.nextInt(documents)).split(" ");
    int first = random.nextInt(all.length - count);
    return Arrays.copyOfRange(all, first, first + count);
  }
}
