package dev.stela.power;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The names on a disk: as they are, as they would be after a power cut at the least, and the
 * changes in between, of which a cut may lose any. A folder is a name without an inode. Under the
 * disk's lock.
 */
final class Names {
  /** Stands for a folder. */
  static final Inode FOLDER = null;

  private final TreeMap<Path, Entry> working;
  private final TreeMap<Path, Entry> durable;
  private final List<Change> pending = new ArrayList<>();

  /** What a name means. */
  private record Entry(Inode inode) {}

  /** A change of a folder; {@code removed} and {@code added} may be null. */
  private record Change(Path folder, Path removed, Path added, Entry entry) {
    void apply(Map<Path, Entry> names) {
      if (removed != null) {
        names.remove(removed);
      }
      if (added != null) {
        names.put(added, entry);
      }
    }
  }

  /** A disk with one folder. */
  Names(Path root) {
    this(new TreeMap<>(), new TreeMap<>());
    working.put(root, new Entry(FOLDER));
    durable.put(root, new Entry(FOLDER));
  }

  private Names(TreeMap<Path, Entry> working, TreeMap<Path, Entry> durable) {
    this.working = working;
    this.durable = durable;
  }

  boolean contains(Path path) {
    return working.containsKey(path);
  }

  boolean isFolder(Path path) {
    return contains(path) && working.get(path).inode() == FOLDER;
  }

  /** The file of a name; null if there is none, or a folder. */
  Inode inode(Path path) {
    Entry entry = working.get(path);
    return entry == null ? null : entry.inode();
  }

  List<Path> list(Path folder) {
    return working.keySet().stream().filter(path -> folder.equals(path.getParent())).toList();
  }

  void add(Path path, Inode inode) {
    change(new Change(path.getParent(), null, path, new Entry(inode)));
  }

  void remove(Path path) {
    change(new Change(path.getParent(), path, null, null));
  }

  void rename(Path from, Path to) {
    if (!from.getParent().equals(to.getParent())) {
      throw new AssertionError("renamed across folders: " + from + " " + to);
    }
    change(new Change(from.getParent(), from, to, working.get(from)));
  }

  private void change(Change change) {
    change.apply(working);
    pending.add(change);
  }

  void sync(Path folder) {
    pending.removeIf(
        change -> {
          boolean own = change.folder().equals(folder);
          if (own) {
            change.apply(durable);
          }
          return own;
        });
  }

  /** The file system writes its journal when it likes. */
  void writeBack(Random random) {
    int share = random.nextInt(5);
    List<Change> rest = new ArrayList<>();
    for (Change change : pending) {
      // In order within a folder, as a later change of a name must not be undone by an earlier one.
      boolean blocked = rest.stream().anyMatch(other -> other.folder().equals(change.folder()));
      if (!blocked && random.nextInt(4) < share) {
        change.apply(durable);
      } else {
        rest.add(change);
      }
    }
    pending.clear();
    pending.addAll(rest);
  }

  /** What a power cut leaves, with other inodes. */
  Names cut(Random random, UnaryOperator<Inode> cut, UnaryOperator<Path> move) {
    TreeMap<Path, Entry> left = new TreeMap<>(durable);
    int share = random.nextInt(5);
    for (Change change : pending) {
      if (random.nextInt(4) < share) {
        change.apply(left);
      }
    }
    left.keySet().removeIf(path -> isLost(path, left));
    Map<Inode, Inode> known = new IdentityHashMap<>();
    return new Names(moved(left, known, cut, move), moved(left, known, cut, move));
  }

  private boolean isLost(Path path, Map<Path, Entry> left) {
    Path root = durable.firstKey();
    for (Path at = path; !at.equals(root); at = at.getParent()) {
      if (!left.containsKey(at)) {
        return true;
      }
    }
    return false;
  }

  /** What the death of the process leaves, with other inodes. */
  Names copy(UnaryOperator<Inode> copy, UnaryOperator<Path> move) {
    Map<Inode, Inode> known = new IdentityHashMap<>();
    Names names = new Names(moved(working, known, copy, move), moved(durable, known, copy, move));
    for (Change change : pending) {
      names.pending.add(
          new Change(
              move.apply(change.folder()),
              change.removed() == null ? null : move.apply(change.removed()),
              change.added() == null ? null : move.apply(change.added()),
              moved(change.entry(), known, copy)));
    }
    return names;
  }

  private static TreeMap<Path, Entry> moved(
      Map<Path, Entry> names,
      Map<Inode, Inode> known,
      UnaryOperator<Inode> inodes,
      UnaryOperator<Path> move) {
    TreeMap<Path, Entry> moved = new TreeMap<>();
    names.forEach((path, entry) -> moved.put(move.apply(path), moved(entry, known, inodes)));
    return moved;
  }

  private static Entry moved(Entry entry, Map<Inode, Inode> known, UnaryOperator<Inode> inodes) {
    return entry == null || entry.inode() == FOLDER
        ? entry
        : new Entry(known.computeIfAbsent(entry.inode(), inodes));
  }

  List<Path> folders() {
    return working.keySet().stream().filter(this::isFolder).toList();
  }

  /** The files that have a name. */
  Map<Path, Inode> files() {
    Map<Path, Inode> files = new TreeMap<>();
    working.forEach(
        (path, entry) -> {
          if (entry.inode() != FOLDER) {
            files.put(path, entry.inode());
          }
        });
    return files;
  }
}
