package dev.stela.internal.text;

import dev.stela.internal.index.postings.OrdinalSet;
import dev.stela.internal.index.text.Endings;
import dev.stela.internal.index.text.TextDelta;
import dev.stela.internal.index.text.TextPart;
import dev.stela.internal.index.text.TextSegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Turns deltas into segments and several segments into one. Nothing of it is durable knowledge
 * before a manifest says so; searches see it at once. One thread at a time.
 */
final class TextWorker {
  private final TextEnvironment environment;
  private final TextFiles files;
  private final TextParts parts;
  private final Consumer<Runnable> exclusively;
  // How many purges there were when all segments were last looked at.
  private int swept;

  /**
   * Works on an index.
   *
   * @param exclusively runs something while nobody adds documents
   */
  TextWorker(
      TextEnvironment environment,
      TextFiles files,
      TextParts parts,
      Consumer<Runnable> exclusively) {
    this.environment = environment;
    this.files = files;
    this.parts = parts;
    this.exclusively = exclusively;
  }

  /**
   * Makes a segment of the deltas that wait.
   *
   * @param hook is called now and then
   * @return false if none does
   */
  boolean flush(Runnable hook) {
    List<TextParts.Frozen> frozen = parts.frozen();
    if (frozen.isEmpty()) {
      return false;
    }
    List<TextDelta> waiting = frozen.stream().map(TextParts.Frozen::delta).toList();
    List<TextDelta> written = waiting.stream().filter(one -> !TextParts.isEmpty(one)).toList();
    if (written.isEmpty()) {
      exclusively.accept(() -> parts.replace(waiting, null));
    } else {
      rewrite(written, waiting, lastingPurges(frozen.getLast().lsn()), hook);
    }
    return true;
  }

  /** Merges what there is to merge; returns the files that are not needed any more. */
  List<Integer> merge(Runnable hook) {
    List<TextParts.Stored> all = parts.stored();
    MergeChoice.Run run = MergeChoice.of(all.stream().map(TextParts.Stored::entry).toList());
    return run == null ? List.of() : merge(all.subList(run.from(), run.to()), hook);
  }

  /** Merges all segments and drops the documents of purged entities, if that changes anything. */
  List<Integer> mergeAll(Runnable hook) {
    List<TextParts.Stored> all = parts.stored();
    boolean changes =
        all.size() > 1
            || all.size() == 1
                && holdsAny(all.getFirst().segment(), lastingPurges(parts.coveredLsn()));
    return changes ? merge(all, hook) : List.of();
  }

  /** Writes those segments again that have documents of purged entities, without these. */
  List<Integer> dropPurged(Runnable hook) {
    OrdinalSet lasting = lastingPurges(parts.coveredLsn());
    List<Integer> replaced = new ArrayList<>();
    if (lasting.cardinality() != swept) {
      for (TextParts.Stored one : parts.stored()) {
        if (holdsAny(one.segment(), lasting)) {
          replaced.addAll(merge(List.of(one), hook));
        }
      }
      swept = lasting.cardinality();
    }
    return replaced;
  }

  private List<Integer> merge(List<TextParts.Stored> run, Runnable hook) {
    List<TextSegment> old = run.stream().map(TextParts.Stored::segment).toList();
    rewrite(old, old, lastingPurges(parts.coveredLsn()), hook);
    return run.stream().map(one -> one.entry().number()).toList();
  }

  /**
   * Returns the purges that no power cut takes back, and that are told by what is being written or
   * was before: those behind are brought in when the store is opened, and have to find what they
   * end.
   */
  private OrdinalSet lastingPurges(long toldLsn) {
    return environment.purged().at(Math.min(toldLsn, environment.commits().durableLsn()));
  }

  private static boolean holdsAny(TextSegment segment, OrdinalSet ordinals) {
    if (ordinals.cardinality() > 0) {
      for (int i = segment.firstDocument(); i < segment.endDocument(); i++) {
        int ordinal = segment.ordinal(i);
        if (ordinal >= 0 && ordinals.contains(ordinal)) {
          return true;
        }
      }
    }
    return false;
  }

  private void rewrite(
      List<? extends TextPart> written,
      List<? extends TextPart> replaced,
      OrdinalSet dropped,
      Runnable hook) {
    TextState.Segment entry = files.write(written, dropped::contains, hook);
    try {
      TextSegment segment = files.open(entry);
      try {
        putInForce(new TextParts.Stored(segment, entry), written, replaced, dropped);
      } catch (RuntimeException | Error e) {
        segment.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      // Nothing names it. If it cannot be deleted now, the next open does.
      files.deleteAfter(e, entry.number());
      throw e;
    }
  }

  private void putInForce(
      TextParts.Stored made,
      List<? extends TextPart> written,
      List<? extends TextPart> replaced,
      OrdinalSet dropped) {
    // Most endings that came meanwhile are taken over while the writer goes on.
    long known = environment.commits().appendedLsn();
    copyEndings(written, dropped, made.entry().lastLsn(), known, made.segment());
    exclusively.accept(
        () -> {
          copyEndings(written, dropped, known, Long.MAX_VALUE, made.segment());
          parts.replace(replaced, made);
        });
  }

  /** An ending of a document, to be put in order. */
  private record Ending(int document, long lsn, boolean retired) {}

  /**
   * Takes over what the segment itself does not say: endings after its last LSN. They may not be
   * durable yet, and newer parts tell of them.
   */
  private static void copyEndings(
      List<? extends TextPart> from, OrdinalSet dropped, long after, long upTo, TextSegment to) {
    List<Ending> all = new ArrayList<>();
    for (TextPart part : from) {
      Endings endings = part.endings();
      int end = endings.countAt(upTo);
      for (int i = endings.countAt(after); i < end; i++) {
        int document = endings.document(i);
        if (!dropped.contains(part.ordinal(document))) {
          all.add(new Ending(document, part.to(document), part.isRetired(document)));
        }
      }
    }
    all.sort(Comparator.comparingLong(Ending::lsn));
    all.forEach(ending -> to.end(ending.document(), ending.lsn(), ending.retired()));
  }
}
