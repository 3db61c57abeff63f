package dev.stela.model;

import dev.stela.RetentionPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes up policies about what {@link RandomOperations} does. One thread. */
final class RandomPolicies {
  private static final List<String> PATTERNS =
      List.of(
          "type:*",
          "status:*",
          "number:*",
          "*:value?",
          "?:*",
          "value*",
          "a:*",
          "*:*",
          "unique:*",
          "type:value1",
          "*:1*",
          "*",
          "long:*",
          "s*s:*");

  private final Random random;

  RandomPolicies(Random random) {
    this.random = random;
  }

  /** One to three of them. */
  List<RetentionPolicy> some() {
    List<RetentionPolicy> some = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      some.add(one());
    }
    return some;
  }

  private RetentionPolicy one() {
    int bounds = random.nextInt(4);
    Duration keepFor = bounds == 0 || bounds == 3 ? duration() : null;
    int keepNewest = bounds == 0 ? -1 : random.nextInt(random.nextBoolean() ? 3 : 12);
    if (random.nextInt(4) == 0) {
      return new RetentionPolicy(RetentionPolicy.Kind.CONTENTS, null, keepFor, keepNewest);
    }
    String pattern = PATTERNS.get(random.nextInt(PATTERNS.size()));
    return new RetentionPolicy(RetentionPolicy.Kind.TAGS, pattern, keepFor, keepNewest);
  }

  /** From nothing to what is longer than a run. */
  private Duration duration() {
    return switch (random.nextInt(4)) {
      case 0 -> Duration.ZERO;
      case 1 -> Duration.ofMillis(1 + random.nextInt(50));
      case 2 -> Duration.ofSeconds(1 + random.nextInt(300));
      default -> Duration.ofDays(36_500);
    };
  }
}
