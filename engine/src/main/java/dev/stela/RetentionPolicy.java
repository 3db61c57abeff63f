package dev.stela;

import java.time.Duration;
import java.util.Objects;

/**
 * Which part of the past may be dropped. What is kept in any case: each entity's current state, and
 * of each namespace that an entity has had a tag of the newest event. Policies speak of events, not
 * of entities; to remove an entity is {@code delete} or {@code purge}.
 *
 * @param kind what the policy is about
 * @param pattern for {@link Kind#TAGS} which tags: a namespace with a pattern of values as in
 *     {@code cpu:*}, with {@code *} for any characters and {@code ?} for one; null for contents
 * @param keepFor events younger than that are kept; null if age does not count
 * @param keepNewest so many of the newest events of an entity that the policy meets are kept; -1 if
 *     their number does not count
 */
public record RetentionPolicy(Kind kind, String pattern, Duration keepFor, int keepNewest) {
  /** What a policy is about. */
  public enum Kind {
    /** Events that add or remove tags. */
    TAGS,
    /** Versions of contents. */
    CONTENTS
  }

  /** Validates: an event is dropped only if neither bound keeps it, so one at least is needed. */
  public RetentionPolicy {
    Objects.requireNonNull(kind, "kind");
    if ((kind == Kind.TAGS) != (pattern != null)) {
      throw new InvalidArgumentException(
          "a policy for tags has a pattern, one for contents has none: kind="
              + kind
              + " pattern="
              + pattern);
    }
    if (keepFor == null && keepNewest < 0) {
      throw new InvalidArgumentException(
          "a policy needs a duration or a number: pattern=" + pattern);
    }
    if (keepNewest < -1 || (keepFor != null && keepFor.isNegative())) {
      throw new InvalidArgumentException(
          "what is kept is not negative: keepFor=" + keepFor + " keepNewest=" + keepNewest);
    }
    if (pattern != null) {
      Query.matches(pattern);
    }
  }

  /**
   * Reads a policy: {@code tags PATTERN} or {@code contents}, then {@code keep DURATION}, {@code
   * newest NUMBER}, or both. A duration is a number and {@code ms}, {@code s}, {@code m}, {@code h}
   * or {@code d}, as in {@code tags cpu:* keep 7d newest 100}.
   *
   * @param text the text
   * @return the policy
   * @throws InvalidArgumentException if it is none
   */
  public static RetentionPolicy parse(String text) {
    Objects.requireNonNull(text, "text");
    return RetentionText.parse(text);
  }

  /**
   * The policy as {@link #parse} reads it.
   *
   * @return the text
   */
  public String text() {
    return RetentionText.of(this);
  }

  /**
   * Keeps the events of some tags for a time.
   *
   * @param pattern which tags
   * @param duration how long
   * @return the policy
   */
  public static RetentionPolicy keepTagsFor(String pattern, Duration duration) {
    Objects.requireNonNull(pattern, "pattern");
    Objects.requireNonNull(duration, "duration");
    return new RetentionPolicy(Kind.TAGS, pattern, duration, -1);
  }

  /**
   * Keeps the newest events of some tags.
   *
   * @param pattern which tags
   * @param events how many, for each entity
   * @return the policy
   */
  public static RetentionPolicy keepNewestTags(String pattern, int events) {
    Objects.requireNonNull(pattern, "pattern");
    return new RetentionPolicy(Kind.TAGS, pattern, null, events);
  }

  /**
   * Keeps the versions of contents for a time; the current one always.
   *
   * @param duration how long
   * @return the policy
   */
  public static RetentionPolicy keepContentsFor(Duration duration) {
    Objects.requireNonNull(duration, "duration");
    return new RetentionPolicy(Kind.CONTENTS, null, duration, -1);
  }

  /**
   * Keeps the newest versions of contents; the current one always.
   *
   * @param versions how many, for each entity
   * @return the policy
   */
  public static RetentionPolicy keepNewestContents(int versions) {
    return new RetentionPolicy(Kind.CONTENTS, null, null, versions);
  }
}
