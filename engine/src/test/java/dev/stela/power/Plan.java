package dev.stela.power;

import dev.stela.Durability;
import dev.stela.RecoveryReport;
import dev.stela.power.Watcher.Verdict;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** How often lives end, what is done in them, and how many there have been. Any thread. */
final class Plan {
  private final Path folder;
  private final Durability durability;
  private final AtomicLong lives = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final Map<RecoveryReport.Kind, Integer> arrivals = new ConcurrentSkipListMap<>();
  private boolean compacts;
  private int sessions = 1;
  private int firstSteps = 60;
  private int laterSteps = 3;
  private int stepsToLong = 25;
  private int stepsToMaintenance = 12;
  private int ids = 30;
  private int queries = 6;
  private double[] cutShares = {1};
  private double[] crashShares = {};
  private long most = Long.MAX_VALUE;
  private Path kept;
  private long textBufferBytes;
  private Function<Operation, Verdict> verdicts = operation -> Verdict.PROCEED;

  Plan(Path folder, Durability durability) {
    this.folder = folder;
    this.durability = durability;
  }

  /** Sets how many steps a life has that was not cut off before, and how many a later one. */
  Plan steps(int first, int later) {
    firstSteps = first;
    laterSteps = later;
    return this;
  }

  /** Sets how often the first life is closed in order, all but the last time to be opened again. */
  Plan sessions(int count) {
    sessions = count;
    return this;
  }

  /** Sets of how many steps one fills much of a segment. */
  Plan longEvery(int steps) {
    stepsToLong = steps;
    return this;
  }

  /** Sets how many queries of a store that has come back are compared. */
  Plan queries(int count) {
    queries = count;
    return this;
  }

  /** Sets how many entities there are: of few each soon has a long past. */
  Plan ids(int count) {
    ids = count;
    return this;
  }

  /** Sets of how many steps one is a checkpoint, a compaction or a run of retention each. */
  Plan maintainedEvery(int steps) {
    stepsToMaintenance = steps;
    return this;
  }

  /** Sets the share of operations at which the power goes, in first lives, in those after, … */
  Plan cuts(double... shares) {
    cutShares = shares;
    return this;
  }

  /** Sets the share of operations at which the process dies. */
  Plan crashes(double... shares) {
    crashShares = shares;
    return this;
  }

  /** Lets stores compact by themselves as well. */
  Plan compacting(boolean ownWill) {
    compacts = ownWill;
    return this;
  }

  /** Sets how many ends there are at most. */
  Plan most(long ends) {
    most = ends;
    return this;
  }

  /** Lets texts be indexed, in segments that are made of so many bytes in memory. */
  Plan texts(long bufferBytes) {
    textBufferBytes = bufferBytes;
    return this;
  }

  /** Sets where the disks of lives that went wrong are kept. */
  Plan keeping(Path parent) {
    kept = parent;
    return this;
  }

  /** Lets the disk lie or fail. */
  Plan verdicts(Function<Operation, Verdict> of) {
    verdicts = of;
    return this;
  }

  /** Of how many bytes in memory a segment of the text index is made; 0 for no text index. */
  long textBufferBytes() {
    return textBufferBytes;
  }

  Path folder() {
    return folder;
  }

  Durability durability() {
    return durability;
  }

  boolean compacts() {
    return compacts;
  }

  int ids() {
    return ids;
  }

  int queries() {
    return queries;
  }

  int stepsToLong() {
    return stepsToLong;
  }

  int stepsToMaintenance() {
    return stepsToMaintenance;
  }

  int sessionsAt(int depth) {
    return depth == 0 ? sessions : 1;
  }

  int steps(int depth) {
    return depth == 0 ? firstSteps : laterSteps;
  }

  /** The last lives of a branch mostly end without a further look. */
  boolean abandons(int depth, Random random) {
    return depth > 0 && random.nextInt(3) != 0;
  }

  boolean cuts(Operation operation, int depth, Random random) {
    return happens(cutShares, depth, random);
  }

  boolean crashes(Operation operation, int depth, Random random) {
    return happens(crashShares, depth, random);
  }

  private boolean happens(double[] shares, int depth, Random random) {
    if (depth >= shares.length || random.nextDouble() >= shares[depth]) {
      return false;
    }
    return ended.incrementAndGet() <= most;
  }

  Verdict verdict(Operation operation) {
    return verdicts.apply(operation);
  }

  Path kept(long number) {
    return kept == null ? null : kept.resolve("disk" + number);
  }

  /** Takes note of how a store came back. */
  void arrived(RecoveryReport.Kind kind) {
    arrivals.merge(kind, 1, Integer::sum);
  }

  /** How many stores came back in which way. */
  Map<RecoveryReport.Kind, Integer> arrivals() {
    return arrivals;
  }

  void lived() {
    lives.incrementAndGet();
  }

  /** How many lives have come to their end. */
  long lives() {
    return lives.get();
  }
}
