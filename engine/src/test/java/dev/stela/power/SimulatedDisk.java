package dev.stela.power;

import dev.stela.StorageException;
import dev.stela.StorageFullException;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.StoreFile;
import dev.stela.power.Operation.Kind;
import dev.stela.power.Watcher.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file system in memory that can be copied as the death of the process or a loss of power would
 * leave it, at any moment, while those who use it go on. Any thread; one operation at a time.
 *
 * <p>Without a sync nothing is certain: of each unit that was written the old or the new content
 * may be left, or a part of both; of each change of a folder, either. The kernel may write anything
 * at any time by itself. Only the empty folders of the store exist in the real file system as well,
 * since the lock of a store asks for its real path.
 */
final class SimulatedDisk implements FileOps {
  private static final int REMEMBERED = 40;
  private static final AtomicLong BOOTS = new AtomicLong();
  private static final AtomicLong INODES = new AtomicLong();

  private final Path root;
  private final Names names;
  private final Random random;
  private final String bootId;
  private final Set<Inode> inodes = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Operation> trace = new ArrayDeque<>();
  private Watcher watcher = operation -> Verdict.PROCEED;
  private long operations;

  /** An empty disk whose one folder is {@code root}. */
  SimulatedDisk(Path root, long seed) {
    this(root, new Names(root), seed, "boot " + BOOTS.incrementAndGet());
  }

  private SimulatedDisk(Path root, Names names, long seed, String bootId) {
    this.root = root;
    this.names = names;
    this.random = new Random(seed);
    this.bootId = bootId;
    inodes.addAll(names.files().values());
  }

  /** The folder that has always been there. */
  Path root() {
    return root;
  }

  synchronized void watch(Watcher next) {
    watcher = next;
  }

  /** The last operations, for messages. */
  synchronized List<Operation> trace() {
    return List.copyOf(trace);
  }

  /** How many operations there have been. */
  synchronized long operations() {
    return operations;
  }

  /** Lets a moment pass at which the process may die or the power go. */
  void pause() {
    before(Kind.PAUSE, root);
  }

  /** The disk as it is when the power comes back. */
  synchronized SimulatedDisk afterPowerCut(Path newRoot, long seed) {
    Random fate = new Random(seed);
    Names left = names.cut(fate, inode -> inode.cut(fate), path -> moved(path, newRoot));
    return started(new SimulatedDisk(newRoot, left, seed, "boot " + BOOTS.incrementAndGet()));
  }

  /**
   * The disk and the page cache as they are when the process dies; null if others have been writing
   * to mapped memory meanwhile, so that the copy may be of no single moment.
   */
  synchronized SimulatedDisk afterCrash(Path newRoot, long seed) {
    var copies = new IdentityHashMap<Inode, Inode>();
    Names left =
        names.copy(
            inode -> copies.computeIfAbsent(inode, Inode::copy), path -> moved(path, newRoot));
    boolean still = copies.entrySet().stream().allMatch(e -> e.getKey().isStill(e.getValue()));
    SimulatedDisk copy = new SimulatedDisk(newRoot, left, seed, bootId);
    copy.inodes.addAll(copies.values());
    if (!still) {
      copy.dispose();
      return null;
    }
    return started(copy);
  }

  private Path moved(Path path, Path newRoot) {
    return newRoot.resolve(root.relativize(path));
  }

  private static SimulatedDisk started(SimulatedDisk disk) {
    disk.names.folders().forEach(SimulatedDisk::makeReal);
    return disk;
  }

  private static void makeReal(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Gives the memory back, as soon as nobody uses it. */
  synchronized void dispose() {
    inodes.forEach(Inode::abandon);
  }

  /** Writes all files to a folder of the real file system, to be looked at. */
  synchronized void copyTo(Path folder) throws IOException {
    for (var file : names.files().entrySet()) {
      Path target = folder.resolve(root.relativize(file.getKey()));
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue().bytes());
    }
  }

  private Verdict before(Kind kind, Path path) {
    boolean allocates = kind == Kind.CREATE || kind == Kind.LINK || kind == Kind.CREATE_DIRECTORY;
    return before(kind, path, allocates);
  }

  synchronized Verdict before(Kind kind, Path path, boolean allocates) {
    Operation operation = new Operation(operations++, kind, path, allocates);
    trace.addLast(operation);
    if (trace.size() > REMEMBERED) {
      trace.removeFirst();
    }
    if (random.nextInt(16) == 0) {
      writeBack();
    }
    Verdict verdict = watcher.before(operation);
    return switch (verdict) {
      case FAIL -> {
        failSyncOf(kind, path);
        throw new StorageException("injected EIO: operation=" + operation);
      }
      case FULL -> throw new StorageFullException("injected ENOSPC: operation=" + operation);
      default -> verdict;
    };
  }

  private void failSyncOf(Kind kind, Path path) {
    Inode inode = names.inode(path);
    if (kind == Kind.SYNC && inode != null) {
      inode.failSync(random);
    }
  }

  private void writeBack() {
    List<Inode> all = new ArrayList<>(names.files().values());
    if (!all.isEmpty()) {
      all.get(random.nextInt(all.size())).writeBack(random);
    }
    if (random.nextInt(4) == 0) {
      names.writeBack(random);
    }
  }

  @Override
  public synchronized StoreFile open(Path path, OpenMode mode) {
    if (mode == OpenMode.CREATE_NEW) {
      if (names.contains(path) || !names.isFolder(path.getParent())) {
        throw new StorageException("file cannot be created: file=" + path);
      }
      before(Kind.CREATE, path);
      Inode inode = new Inode(INODES.incrementAndGet());
      inodes.add(inode);
      names.add(path, inode);
    }
    return new SimulatedFile(this, path, require(path), mode != OpenMode.READ);
  }

  private Inode require(Path path) {
    Inode inode = names.inode(path);
    if (inode == null) {
      throw new StorageException("no such file: file=" + path);
    }
    return inode;
  }

  @Override
  public synchronized void rename(Path from, Path to) {
    require(from);
    if (before(Kind.RENAME, to) != Verdict.SKIP) {
      names.rename(from, to);
    }
  }

  @Override
  public synchronized void delete(Path path) {
    require(path);
    if (before(Kind.DELETE, path) != Verdict.SKIP) {
      names.remove(path);
    }
  }

  @Override
  public synchronized void syncDirectory(Path directory) {
    if (before(Kind.SYNC_DIRECTORY, directory) != Verdict.SKIP) {
      names.sync(directory);
    }
  }

  @Override
  public synchronized List<Path> list(Path directory) {
    if (!names.isFolder(directory)) {
      throw new StorageException("no such folder: folder=" + directory);
    }
    return names.list(directory);
  }

  @Override
  public synchronized boolean exists(Path path) {
    return names.contains(path);
  }

  @Override
  public synchronized boolean link(Path existing, Path link) {
    Inode inode = require(existing);
    if (names.contains(link) || !names.isFolder(link.getParent())) {
      throw new StorageException("file cannot be linked: link=" + link);
    }
    before(Kind.LINK, link);
    names.add(link, inode);
    return true;
  }

  @Override
  public String bootId() {
    return bootId;
  }

  @Override
  public synchronized String fileKey(Path path) {
    return "inode " + require(path).number;
  }

  @Override
  public synchronized void createDirectory(Path directory) {
    if (!names.contains(directory)) {
      createDirectory(directory.getParent());
      before(Kind.CREATE_DIRECTORY, directory);
      names.add(directory, Names.FOLDER);
      makeReal(directory);
    }
  }
}
