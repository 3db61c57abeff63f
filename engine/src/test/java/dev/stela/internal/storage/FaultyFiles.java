package dev.stela.internal.storage;

import dev.stela.StorageException;
import dev.stela.StorageFullException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The real file system with failures on demand: the nth operation of a kind fails, once or from
 * then on. Any thread may use it.
 */
public final class FaultyFiles extends ForwardingFiles {
  private final Map<Operation, Long> counts = new EnumMap<>(Operation.class);
  private final List<Fault> faults = new ArrayList<>();
  private final Set<Path> mapped = new HashSet<>();

  /** The operations that can fail. */
  public enum Operation {
    OPEN,
    READ,
    WRITE,
    SYNC,
    MAP,
    TRUNCATE,
    RENAME,
    DELETE,
    SYNC_DIRECTORY,
    LINK
  }

  /** A failure to come. */
  public static final class Fault {
    private final Operation operation;
    private Predicate<Path> where = path -> true;
    private Function<Path, RuntimeException> failure =
        path -> new StorageException("injected failure: file=" + path);
    private long skip;
    private boolean repeated;
    private boolean torn;

    private Fault(Operation operation, long nth) {
      this.operation = operation;
      this.skip = nth - 1;
    }

    /** Fails only operations on these paths; others are not counted either. */
    public Fault on(Predicate<Path> paths) {
      where = paths;
      return this;
    }

    /** Fails as on a full disk. */
    public Fault asFullDisk() {
      failure = path -> new StorageFullException("injected full disk: file=" + path);
      return this;
    }

    /** Fails every later operation too, until {@link FaultyFiles#heal}. */
    public Fault forGood() {
      repeated = true;
      return this;
    }

    /** Lets a failing write put down the first half of its bytes. */
    public Fault torn() {
      torn = true;
      return this;
    }
  }

  /** Creates a file system without failures over the real one. */
  public FaultyFiles() {
    this(new SystemFiles());
  }

  /** Creates a file system without failures over another one. */
  public FaultyFiles(FileOps files) {
    super(files);
  }

  /** Lets the nth operation of a kind from now on fail, counted from 1. */
  public void fail(Operation operation, long nth) {
    fail(operation, nth, fault -> fault);
  }

  /**
   * Lets the nth operation of a kind from now on fail, in the way that is said. It is all said
   * before any thread can meet the failure.
   */
  public synchronized void fail(Operation operation, long nth, UnaryOperator<Fault> how) {
    faults.add(how.apply(new Fault(operation, nth)));
  }

  /** Takes back all failures. */
  public synchronized void heal() {
    faults.clear();
  }

  /** Returns how many operations of a kind have been asked for so far. */
  public synchronized long count(Operation operation) {
    return counts.getOrDefault(operation, 0L);
  }

  /** Waits until a file has been mapped, which is the last step of making a segment. */
  public synchronized void awaitMapped(Path path) throws InterruptedException {
    while (!mapped.contains(path)) {
      wait();
    }
  }

  private synchronized void mapped(Path path) {
    mapped.add(path);
    notifyAll();
  }

  @Override
  public StoreFile open(Path path, OpenMode mode) {
    check(Operation.OPEN, path);
    return new FaultyFile(super.open(path, mode));
  }

  @Override
  public void rename(Path from, Path to) {
    check(Operation.RENAME, from);
    super.rename(from, to);
  }

  @Override
  public void delete(Path path) {
    check(Operation.DELETE, path);
    super.delete(path);
  }

  @Override
  public void syncDirectory(Path directory) {
    check(Operation.SYNC_DIRECTORY, directory);
    super.syncDirectory(directory);
  }

  @Override
  public boolean link(Path existing, Path link) {
    check(Operation.LINK, link);
    return super.link(existing, link);
  }

  private void check(Operation operation, Path path) {
    var fault = due(operation, path);
    if (fault != null) {
      throw fault.failure.apply(path);
    }
  }

  private synchronized Fault due(Operation operation, Path path) {
    counts.merge(operation, 1L, Long::sum);
    for (var fault : faults) {
      if (fault.operation == operation && fault.where.test(path)) {
        if (fault.skip > 0) {
          fault.skip--;
        } else {
          if (!fault.repeated) {
            faults.remove(fault);
          }
          return fault;
        }
      }
    }
    return null;
  }

  private final class FaultyFile implements StoreFile {
    private final StoreFile file;

    FaultyFile(StoreFile file) {
      this.file = file;
    }

    @Override
    public Path path() {
      return file.path();
    }

    @Override
    public long size() {
      return file.size();
    }

    @Override
    public void write(ByteBuffer src, long position) {
      var fault = due(Operation.WRITE, path());
      if (fault == null) {
        file.write(src, position);
        return;
      }
      if (fault.torn) {
        var half = src.duplicate();
        file.write(half.limit(half.position() + half.remaining() / 2), position);
      }
      throw fault.failure.apply(path());
    }

    @Override
    public void read(ByteBuffer dst, long position) {
      check(Operation.READ, path());
      file.read(dst, position);
    }

    @Override
    public void sync() {
      check(Operation.SYNC, path());
      file.sync();
    }

    @Override
    public MemorySegment map(long offset, long length, boolean writable, Arena arena) {
      check(Operation.MAP, path());
      MemorySegment memory = file.map(offset, length, writable, arena);
      mapped(path());
      return memory;
    }

    @Override
    public boolean tryLock(boolean shared) {
      return file.tryLock(shared);
    }

    @Override
    public void truncate(long length) {
      check(Operation.TRUNCATE, path());
      file.truncate(length);
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
