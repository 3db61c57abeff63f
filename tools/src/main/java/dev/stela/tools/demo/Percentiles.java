package dev.stela.tools.demo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.HdrHistogram.Histogram;

/** The latency of one kind of operation, in nanoseconds. */
record Percentiles(
    String operation,
    long operations,
    long p50Nanos,
    long p90Nanos,
    long p99Nanos,
    long p999Nanos,
    long p9999Nanos,
    long maxNanos) {

  static Percentiles of(String operation, Histogram histogram) {
    return new Percentiles(
        operation,
        histogram.getTotalCount(),
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(90),
        histogram.getValueAtPercentile(99),
        histogram.getValueAtPercentile(99.9),
        histogram.getValueAtPercentile(99.99),
        histogram.getMaxValue());
  }

  /** Returns the values in ascending order. */
  @JsonIgnore
  long[] values() {
    return new long[] {p50Nanos, p90Nanos, p99Nanos, p999Nanos, p9999Nanos, maxNanos};
  }
}
