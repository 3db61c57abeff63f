package dev.stela.jmh;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * The named numbers that measurements hand to the report. A child process prints them, one a line,
 * and its parent reads them back; a figure measured several times stands for its median. One
 * thread.
 */
final class Figures {
  /** What is told of each histogram, beside its greatest value. */
  static final List<Double> PERCENTILES = List.of(50.0, 90.0, 99.0, 99.9, 99.99);

  private static final String MARK = "figure ";

  private final Map<String, List<Double>> values = new LinkedHashMap<>();

  void add(String name, double value) {
    values.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
  }

  /** Adds a histogram's percentiles, in what it was recorded in. */
  void add(String name, Histogram histogram) {
    for (double percentile : PERCENTILES) {
      add(percentile(name, percentile), histogram.getValueAtPercentile(percentile));
    }
    add(max(name), histogram.getMaxValue());
    add(name + ".count", histogram.getTotalCount());
  }

  static String percentile(String name, double percentile) {
    return name + ".p" + percentile;
  }

  static String max(String name) {
    return name + ".max";
  }

  double get(String name) {
    double[] sorted = all(name);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double least(String name) {
    return all(name)[0];
  }

  double greatest(String name) {
    double[] sorted = all(name);
    return sorted[sorted.length - 1];
  }

  void print(PrintStream out) {
    values.forEach((name, all) -> all.forEach(one -> out.println(MARK + name + " " + one)));
    out.flush();
  }

  /** Takes in a line that {@link #print} wrote; others are not for us. */
  void read(String line) {
    if (line.startsWith(MARK)) {
      int space = line.lastIndexOf(' ');
      add(line.substring(MARK.length(), space), Double.parseDouble(line.substring(space + 1)));
    }
  }

  private double[] all(String name) {
    List<Double> found = values.get(name);
    if (found == null) {
      throw new IllegalStateException("not measured: figure=" + name);
    }
    return found.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }
}
