package dev.stela.internal.integrity;

import dev.stela.CorruptionException;
import dev.stela.FormatVersionException;
import dev.stela.internal.directory.IndexEntry;
import dev.stela.internal.format.IndexEntryLayout;
import dev.stela.internal.index.text.DocumentTokens;
import dev.stela.internal.index.text.FieldPart;
import dev.stela.internal.index.text.PostingCursor;
import dev.stela.internal.index.text.TermScan;
import dev.stela.internal.index.text.TextPart;
import dev.stela.internal.read.TextSet;
import dev.stela.internal.read.Version;
import dev.stela.internal.recovery.OpenStore;
import dev.stela.internal.text.DocumentMaker;
import dev.stela.internal.text.TextFiles;
import dev.stela.internal.text.TextReading;
import dev.stela.internal.text.TextState;
import dev.stela.internal.text.VersionTexts;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * Checks the text index of a store that is open for reading only: every checksum, and whether each
 * active entity has exactly the document that its newest version makes, with each term where it
 * says. Documents are compared by sums over their tokens, so that each posting is looked at once.
 * One use, one thread.
 */
final class TextVerifier {
  private final OpenStore store;
  private final Findings findings;
  private final Consumer<String> notes;
  private final TextFiles files;
  // Of the documents that stand, by the ordinals of their entities.
  private final BitSet standing = new BitSet();
  private final long[] sums;

  TextVerifier(OpenStore store, Findings findings, Consumer<String> notes) {
    this.store = store;
    this.findings = findings;
    this.notes = notes;
    this.sums = new long[store.applier().ordinals()];
    this.files = new TextFiles(store.files(), store.path(), store.superblock().storeId());
  }

  /** Checks everything that the manifest names. */
  void verify() {
    TextState state = TextState.of(store.openedManifest().text());
    if (state.index().isEmpty()) {
      // What is to be indexed is not; there is nothing to check.
      return;
    }
    boolean comparable = true;
    for (TextState.Segment segment : state.index().get().segments()) {
      comparable &= verify(segment);
    }
    if (comparable) {
      try (TextReading reading = store.textSource().read()) {
        compare(reading);
      } catch (CorruptionException e) {
        findings.add(e);
      }
    }
  }

  /** Tells whether what a segment says can be compared with the log. */
  private boolean verify(TextState.Segment entry) {
    try {
      var segment = files.open(entry);
      try {
        segment.verify();
      } finally {
        segment.close();
      }
      return true;
    } catch (CorruptionException e) {
      findings.add(e);
      return false;
    } catch (FormatVersionException e) {
      // Nothing is lost: all that it could say is in the log.
      notes.accept(
          "the text index is made anew by the next writing open, searches until then look into the"
              + " log: "
              + e.getMessage());
      return false;
    }
  }

  private void compare(TextReading reading) {
    reading.view().parts().forEach(this::sum);
    DocumentMaker maker = new DocumentMaker(reading.schema(), store.dictionary());
    VersionTexts versionTexts = new VersionTexts(store.segments());
    Version version = new Version();
    TextSet texts = new TextSet();
    DocumentTokens tokens = new DocumentTokens();
    store
        .directory()
        .forEach(
            entry -> {
              if (isActive(entry)) {
                version.point(
                    store.segments(),
                    store.segments().requireNumber(entry.segmentNumber()),
                    entry.offset());
                versionTexts.load(version, texts);
                maker.makeOfWhatPasses(texts, version, field -> false, tokens);
                compare(entry.ordinal(), tokens, reading);
              }
            });
    standing.stream().forEach(ordinal -> report(ordinal, "no document", "one"));
  }

  private static boolean isActive(IndexEntry entry) {
    return (entry.flags() & (IndexEntryLayout.DELETED | IndexEntryLayout.ARCHIVED)) == 0;
  }

  private void compare(int ordinal, DocumentTokens tokens, TextReading reading) {
    boolean found = standing.get(ordinal);
    standing.clear(ordinal);
    if (found == tokens.isEmpty()) {
      report(ordinal, found ? "no document" : "a document", found ? "one" : "none");
    } else if (found && sum(tokens, reading) != sums[ordinal]) {
      report(
          ordinal,
          "a document with the sum " + Long.toHexString(sum(tokens, reading)),
          Long.toHexString(sums[ordinal]));
    }
  }

  private void report(int ordinal, String expected, String actual) {
    findings.add(
        "the text index does not say what an entity says: ordinal=" + ordinal,
        store.path().resolve(TextFiles.FOLDER),
        0,
        expected,
        actual);
  }

  private long sum(DocumentTokens tokens, TextReading reading) {
    long sum = 0;
    for (int i = 0; i < tokens.fields(); i++) {
      int field = tokens.field(i);
      boolean positions = reading.schema().field(store.dictionary().field(field)).positions();
      sum += tokens.length(i) == 0 ? 0 : ofLength(field, tokens.length(i));
      for (int token = tokens.firstToken(i); token < tokens.endToken(i); token++) {
        int start = tokens.termStart(token);
        long term = ofTerm(field, tokens.bytes(), start, tokens.termEnd(token) - start);
        sum += ofToken(term, positions ? tokens.position(token) : 0);
      }
    }
    return sum;
  }

  private void sum(TextPart part) {
    int first = part.firstDocument();
    long[] ofDocuments = new long[part.endDocument() - first];
    for (int field : part.fields()) {
      sum(part.field(field), first, ofDocuments);
    }
    for (int i = 0; i < ofDocuments.length; i++) {
      int ordinal = part.ordinal(first + i);
      if (ordinal >= 0
          && part.to(first + i) == TextPart.NEVER
          && !store.purged().contains(ordinal)) {
        if (ordinal >= sums.length || standing.get(ordinal)) {
          report(ordinal, "one document of an entity", "several, or one of none");
        } else {
          standing.set(ordinal);
          sums[ordinal] = ofDocuments[i];
        }
      }
    }
  }

  private static void sum(FieldPart part, int first, long[] ofDocuments) {
    for (int i = 0; i < ofDocuments.length; i++) {
      int length = part.length(first + i);
      ofDocuments[i] += length == 0 ? 0 : ofLength(part.field(), length);
    }
    boolean positions = part.hasPositions();
    int[] places = {};
    TermScan scan = part.scan();
    while (scan.next()) {
      long term = ofTerm(part.field(), scan.term(), 0, scan.length());
      PostingCursor cursor = scan.postings().cursor(positions);
      while (cursor.next() != PostingCursor.END) {
        long sum = 0;
        if (positions) {
          places = cursor.positions(places);
        }
        for (int i = cursor.frequency() - 1; i >= 0; i--) {
          sum += ofToken(term, positions ? places[i] : 0);
        }
        ofDocuments[cursor.document() - first] += sum;
      }
    }
  }

  private static long ofLength(int field, int length) {
    return mix(mix(field) + length);
  }

  private static long ofTerm(int field, byte[] bytes, int start, int length) {
    long hash = mix(field);
    for (int i = start; i < start + length; i++) {
      hash = hash * 0x9E37_79B9_7F4A_7C15L + bytes[i] + 129;
    }
    return mix(hash + length);
  }

  private static long ofToken(long term, int position) {
    return mix(term + position + 1);
  }

  private static long mix(long value) {
    long mixed = (value ^ value >>> 32) * 0xD6E8_FEB8_6659_FD93L;
    mixed = (mixed ^ mixed >>> 32) * 0xD6E8_FEB8_6659_FD93L;
    return mixed ^ mixed >>> 32;
  }
}
