package dev.stela.internal.retention;

import dev.stela.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;

/** Counts what each of some policies lets go. One thread. */
public final class RetentionTally {
  private final List<RetentionPolicy> policies;
  private final long[] events;
  private final long[] bytes;

  /** What a policy let go. */
  public record Count(RetentionPolicy policy, long events, long bytes) {}

  /** Counts from zero. */
  public RetentionTally(List<RetentionPolicy> policies) {
    this.policies = List.copyOf(policies);
    this.events = new long[policies.size()];
    this.bytes = new long[policies.size()];
  }

  /** Returns the policies, in the order in which they are asked. */
  public List<RetentionPolicy> policies() {
    return policies;
  }

  /** Adds what has been marked of an entity. */
  public void add(EntityEvents marked) {
    for (int i = 0; i < marked.size(); i++) {
      if (marked.isDropped(i)) {
        events[marked.policy(i)]++;
        bytes[marked.policy(i)] += marked.bytes(i);
      }
    }
  }

  /** Returns the counts, in the order of the policies. */
  public List<Count> counts() {
    List<Count> counts = new ArrayList<>();
    for (int i = 0; i < events.length; i++) {
      counts.add(new Count(policies.get(i), events[i], bytes[i]));
    }
    return counts;
  }
}
