package dev.stela.jmh;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;

/**
 * How much processor time Stela's own threads have taken, and some others by name. To be sampled
 * now and then, for what a thread has taken is lost with it. One thread.
 */
final class BackgroundCpu {
  private static final String OWN = "stela-";

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Map<Long, Long> nanos = new HashMap<>();
  private final String alsoNamed;

  BackgroundCpu(String alsoNamed) {
    this.alsoNamed = alsoNamed;
  }

  /** Looks at all threads; returns the seconds so far. */
  double sample() {
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null
          && (thread.getThreadName().startsWith(OWN) || thread.getThreadName().equals(alsoNamed))) {
        long id = thread.getThreadId();
        nanos.merge(id, threads.getThreadCpuTime(id), Math::max);
      }
    }
    return nanos.values().stream().mapToLong(Long::longValue).sum() / 1e9;
  }
}
