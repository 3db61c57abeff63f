package dev.stela.internal.retention;

import dev.stela.Query;
import dev.stela.RetentionPolicy;
import dev.stela.internal.format.Glob;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A policy made ready to be asked of many events. Immutable; any thread. */
final class Policy {
  private final boolean tags;
  private final Glob namespace;
  private final Glob value;
  private final long keepForNanos;
  private final int keepNewest;

  Policy(RetentionPolicy policy) {
    this.tags = policy.kind() == RetentionPolicy.Kind.TAGS;
    if (tags) {
      Query.Matches pattern = (Query.Matches) Query.matches(policy.pattern());
      this.namespace = pattern.namespace() == null ? null : Glob.of(pattern.namespace());
      this.value = Glob.of(pattern.value());
    } else {
      this.namespace = null;
      this.value = null;
    }
    this.keepForNanos = policy.keepFor() == null ? -1 : nanos(policy.keepFor());
    this.keepNewest = policy.keepNewest();
  }

  private static long nanos(Duration duration) {
    return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0
        ? Long.MAX_VALUE
        : duration.toNanos();
  }

  boolean isAboutTags() {
    return tags;
  }

  /** Tells whether the policy is about a tag, the namespace being null if it has none. */
  boolean meets(String tagNamespace, String tagValue) {
    if ((namespace == null) != (tagNamespace == null)) {
      return false;
    }
    byte[] utf8 = tagValue.getBytes(StandardCharsets.UTF_8);
    return (namespace == null || namespace.matches(tagNamespace))
        && value.matches(utf8, 0, utf8.length);
  }

  /** Tells whether the policy does not keep an event of some age with so many newer ones. */
  boolean letsGo(long ageNanos, int newer) {
    return (keepForNanos < 0 || ageNanos > keepForNanos) && (keepNewest < 0 || newer >= keepNewest);
  }
}
