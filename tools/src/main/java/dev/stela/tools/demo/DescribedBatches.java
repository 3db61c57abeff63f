package dev.stela.tools.demo;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Describes classes batch by batch, a few batches ahead, while the caller works on the batch
 * before. Used by one thread.
 */
final class DescribedBatches implements Iterator<List<ClassDescription>>, AutoCloseable {
  private static final int BATCHES_AHEAD = 4;

  private final List<ClassRef> classes;
  private final int batchSize;
  private final Queue<Future<List<ClassDescription>>> pending = new ArrayDeque<>();
  private final ExecutorService readers;
  private int submitted;

  DescribedBatches(List<ClassRef> classes, int batchSize) {
    this.classes = classes;
    this.batchSize = batchSize;
    this.readers =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().name("class-reader-", 0).factory());
    while (pending.size() < BATCHES_AHEAD && submit()) {}
  }

  @Override
  public boolean hasNext() {
    return !pending.isEmpty();
  }

  @Override
  public List<ClassDescription> next() {
    if (pending.isEmpty()) {
      throw new NoSuchElementException();
    }
    try {
      List<ClassDescription> next = pending.remove().get();
      submit();
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while classes were being read", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a class could not be read", e.getCause());
    }
  }

  private boolean submit() {
    if (submitted >= classes.size()) {
      return false;
    }
    int end = Math.min(submitted + batchSize, classes.size());
    List<ClassRef> batch = classes.subList(submitted, end);
    submitted = end;
    pending.add(readers.submit(() -> batch.stream().map(ClassDescriber::describe).toList()));
    return true;
  }

  @Override
  public void close() {
    readers.shutdownNow();
  }
}
