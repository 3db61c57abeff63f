package dev.stela.tools.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A line by which the loader process tells that a batch is durable. A line that was cut off by the
 * process's death lacks the end mark, and says nothing.
 *
 * @param lsn the batch's commit
 * @param bytes the payload's size
 * @param keys the classes in it
 */
record Acknowledgement(long lsn, long bytes, List<String> keys) {
  private static final String PREFIX = "committed";
  private static final String END = "end";
  private static final String SEPARATOR = "\t";
  private static final int KEYS_FROM = 3;

  static Acknowledgement of(long lsn, List<ClassDescription> batch) {
    return new Acknowledgement(
        lsn,
        batch.stream().mapToLong(ClassDescription::payloadBytes).sum(),
        batch.stream().map(ClassDescription::key).toList());
  }

  String toLine() {
    return PREFIX
        + SEPARATOR
        + lsn
        + SEPARATOR
        + bytes
        + SEPARATOR
        + keys.stream().map(key -> key + SEPARATOR).collect(Collectors.joining())
        + END;
  }

  static Optional<Acknowledgement> parse(String line) {
    String[] parts = line.split(SEPARATOR, -1);
    int last = parts.length - 1;
    if (last < KEYS_FROM || !parts[0].equals(PREFIX) || !parts[last].equals(END)) {
      return Optional.empty();
    }
    return Optional.of(
        new Acknowledgement(
            Long.parseLong(parts[1]),
            Long.parseLong(parts[2]),
            Arrays.asList(parts).subList(KEYS_FROM, last)));
  }
}
